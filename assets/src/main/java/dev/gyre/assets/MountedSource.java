package dev.gyre.assets;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A source below a folder.
 *
 * @param source the source
 * @param folder where it is, between slashes
 */
record MountedSource(AssetSource source, String folder) implements AssetSource {

    @Override
    public List<Asset> assets() {
        return source.assets().stream()
                .map(asset -> asset.at(folder + asset.path().substring(1)))
                .toList();
    }

    @Override
    public Set<Path> directories() {
        return source.directories();
    }
}
