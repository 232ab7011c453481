package dev.gyre.assets;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files by their path; any thread may ask. */
interface AssetTable {

    /** The table of a source; blocks while the source is listed, if it has none itself. */
    static AssetTable of(AssetSource source) {
        return source instanceof TableSource table ? table.table() : new ListedAssets(source.assets());
    }

    /** The file of this path or, if there is none, the page that has it as its {@linkplain PageNames other name}. */
    @Nullable
    Asset find(String path);

    /** All files, each once. */
    List<Asset> files();

    /** How many files there are. */
    int size();
}
