package dev.gyre.assets;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be served, by path: built once, immutable, asked by any thread.
 *
 * <p>Hits and misses cost one lookup and no I/O, but for the first of each path of a bundle, which is a binary search in
 * memory. Several sources laid over each other are asked one after the other. A folder that has an {@code index.html} stands under its own path, with
 * the slash at its end, too; and a page stands under its name without {@code .html} where no file has that name.
 */
public final class AssetIndex {

    private final AssetTable table;

    private AssetIndex(AssetTable table) {
        this.table = table;
    }

    /**
     * Lists a source. May block while the source does.
     *
     * @param source the source
     * @return its index
     * @throws AssetException if the source cannot be listed
     */
    public static AssetIndex of(AssetSource source) {
        return new AssetIndex(AssetTable.of(source));
    }

    /**
     * Finds what a request asks for. Allocates nothing if the target has neither escapes nor a query, nor a name that begins
     * with a dot.
     *
     * @param rawTarget the target in origin form, as it stands in the request line
     * @return the asset, or null if there is none
     * @throws AssetException if it stands in a bundle whose index is not as a packer writes it
     */
    public @Nullable Asset find(String rawTarget) {
        if (isPlain(rawTarget)) {
            return table.find(rawTarget);
        }
        AssetPath path = AssetPath.parse(rawTarget);
        return path == null ? null : table.find(path.value());
    }

    /** Whether decoding would leave the target as it is: it is its own path, if it is one at all. */
    private static boolean isPlain(String rawTarget) {
        char before = 0;
        for (int i = 0; i < rawTarget.length(); i++) {
            char c = rawTarget.charAt(i);
            if (c == '%' || c == '?' || c == '#' || c > 0x7e || (c == '.' && before == '/')) {
                return false;
            }
            before = c;
        }
        return true;
    }

    /** Where a folder that was asked for without its slash stands, or null. */
    @Nullable
    String folder(String rawTarget) {
        AssetPath path = AssetPath.parse(rawTarget);
        String folder = path == null ? "/" : path.value() + "/";
        return path != null && table.find(folder) != null ? folder : null;
    }

    /**
     * What is new, gone or other than in an older index; all, where that is of a damaged bundle.
     *
     * @throws AssetException if this one is
     */
    AssetChanges changesSince(AssetIndex older) {
        Map<String, String> now = validators();
        Map<String, String> before = older.validatorsIfWhole();
        TreeMap<String, String> either = new TreeMap<>(before);
        either.putAll(now);
        return AssetChanges.of(either.keySet().stream()
                .filter(path -> !Objects.equals(before.get(path), now.get(path)))
                .toList());
    }

    private Map<String, String> validatorsIfWhole() {
        try {
            return validators();
        } catch (AssetException damaged) {
            return Map.of();
        }
    }

    private Map<String, String> validators() {
        Map<String, String> tags = new HashMap<>();
        table.files().forEach(asset -> tags.put(asset.path(), asset.etag()));
        return tags;
    }

    /**
     * How many files it holds.
     *
     * @return the count
     */
    public int size() {
        return table.size();
    }
}
