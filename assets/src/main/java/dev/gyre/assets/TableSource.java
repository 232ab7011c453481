package dev.gyre.assets;

import java.util.List;

/** A source whose files can be found without a list of them all. */
interface TableSource extends AssetSource {

    /**
     * Opens it. May block.
     *
     * @throws AssetException if that fails
     */
    AssetTable table();

    @Override
    default List<Asset> assets() {
        return table().files();
    }
}
