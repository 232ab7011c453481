package dev.gyre.assets;

import java.nio.file.Path;
import java.util.List;

/**
 * A bundle that is opened when it is listed. No lambda: the first of those takes a cold machine as long as a small bundle.
 *
 * @param file the bundle
 */
record BundleSource(Path file) implements AssetSource {

    @Override
    public List<Asset> assets() {
        return AssetBundle.open(file).assets();
    }
}
