package dev.gyre.assets;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table made of a list: every name is one lookup, and costs no memory. */
final class ListedAssets implements AssetTable {

    /** Filled in the constructor and only read afterwards. */
    private final Map<String, Asset> byName;

    private final List<Asset> files;

    /** Of two with one path the first is taken, and none that no request can name. */
    ListedAssets(List<Asset> listed) {
        files = new ArrayList<>(listed.size());
        // Twice the files: the map never grows, and there is room for other names.
        byName = new HashMap<>(2 * listed.size());
        for (Asset asset : listed) {
            if (AssetPath.isServable(asset.path()) && byName.putIfAbsent(asset.path(), asset) == null) {
                files.add(asset);
            }
        }
        // After all files, for they have the first right to their names.
        for (Asset file : files) {
            String otherName = PageNames.of(file.path());
            if (otherName != null) {
                byName.putIfAbsent(otherName, file);
            }
        }
    }

    @Override
    public @Nullable Asset find(String path) {
        return byName.get(path);
    }

    @Override
    public List<Asset> files() {
        return files;
    }

    @Override
    public int size() {
        return files.size();
    }
}
