package dev.gyre.assets;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Several sources laid over each other: of two files with one path the first counts.
 *
 * @param layers the sources, the one on top first
 */
record OverlaySource(List<AssetSource> layers) implements TableSource {

    @Override
    public AssetTable table() {
        List<AssetTable> tables = new ArrayList<>();
        for (AssetSource layer : layers) {
            tables.add(AssetTable.of(layer));
        }
        return new Overlay(tables);
    }

    @Override
    public Set<Path> directories() {
        Set<Path> all = new LinkedHashSet<>();
        layers.forEach(layer -> all.addAll(layer.directories()));
        return all;
    }

    private record Overlay(List<AssetTable> tables) implements AssetTable {

        /** A file of a lower layer has more right to its name than a page of an upper one that has it as another. */
        @Override
        public @Nullable Asset find(String path) {
            Asset page = null;
            for (AssetTable table : tables) {
                Asset asset = table.find(path);
                if (asset != null && asset.path().equals(path)) {
                    return asset;
                }
                if (page == null) {
                    page = asset;
                }
            }
            return page;
        }

        @Override
        public List<Asset> files() {
            Map<String, Asset> byPath = new LinkedHashMap<>();
            for (AssetTable table : tables) {
                table.files().forEach(asset -> byPath.putIfAbsent(asset.path(), asset));
            }
            return new ArrayList<>(byPath.values());
        }

        @Override
        public int size() {
            return files().size();
        }
    }
}
