package dev.gyre.assets;

/**
 * A bundle that a class loader sees.
 *
 * @param resource its name
 * @param loader the class loader
 */
record ClasspathBundle(String resource, ClassLoader loader) implements TableSource {

    @Override
    public AssetTable table() {
        return AssetBundle.open(resource, loader).table();
    }
}
