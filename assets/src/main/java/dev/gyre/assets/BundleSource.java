package dev.gyre.assets;

import java.nio.file.Path;

/**
 * A bundle that is opened when it is asked for its files. No lambda: the first of those takes a cold machine as long as a
 * bundle.
 *
 * @param file the bundle
 */
record BundleSource(Path file) implements TableSource {

    @Override
    public AssetTable table() {
        return AssetBundle.open(file).table();
    }
}
