package dev.gyre.assets;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A source made of others: it lists in its own way, and changes when one of them does.
 *
 * @param parts the others
 * @param listing lists
 */
record DerivedSource(List<AssetSource> parts, Supplier<List<Asset>> listing) implements AssetSource {

    @Override
    public List<Asset> assets() {
        return listing.get();
    }

    @Override
    public Set<Path> directories() {
        Set<Path> all = new LinkedHashSet<>();
        parts.forEach(part -> all.addAll(part.directories()));
        return all;
    }
}
