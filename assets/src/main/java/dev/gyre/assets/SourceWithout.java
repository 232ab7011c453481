package dev.gyre.assets;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A source that has nothing to say in one folder.
 *
 * @param source the source
 * @param folder the folder, between slashes
 */
record SourceWithout(AssetSource source, String folder) implements TableSource {

    @Override
    public AssetTable table() {
        return new Rest(AssetTable.of(source), folder);
    }

    @Override
    public Set<Path> directories() {
        return source.directories();
    }

    private record Rest(AssetTable table, String folder) implements AssetTable {

        @Override
        public @Nullable Asset find(String path) {
            return path.startsWith(folder) ? null : table.find(path);
        }

        @Override
        public List<Asset> files() {
            return table.files().stream()
                    .filter(asset -> !asset.path().startsWith(folder))
                    .toList();
        }

        @Override
        public int size() {
            return files().size();
        }
    }
}
