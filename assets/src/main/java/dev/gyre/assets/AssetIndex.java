package dev.gyre.assets;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be served, by path: built once, immutable, asked by any thread.
 *
 * <p>Hits and misses cost one lookup and no I/O. A folder that has an {@code index.html} stands under its own path, with
 * the slash at its end, too; and a page stands under its name without {@code .html} where no file has that name.
 */
public final class AssetIndex {

    private static final String INDEX_PAGE = "/index.html";
    private static final String PAGE = ".html";

    /** Filled in the constructor and only read afterwards. */
    private final Map<String, Asset> byPath;

    private final int files;

    private AssetIndex(AssetSource source) {
        List<Asset> listed = source.assets();
        // Twice the files: the map never grows, and there is room for folders and short names.
        byPath = new HashMap<>(2 * listed.size());
        List<Asset> pages = new ArrayList<>();
        int count = 0;
        for (Asset asset : listed) {
            String path = asset.path();
            if (AssetPath.isServable(path) && byPath.putIfAbsent(path, asset) == null) {
                count++;
                if (path.endsWith(PAGE)) {
                    pages.add(asset);
                }
            }
        }
        files = count;
        pages.forEach(this::addOtherNames);
    }

    /** After all files, for they have the first right to their names. */
    private void addOtherNames(Asset page) {
        String path = page.path();
        if (path.endsWith(INDEX_PAGE)) {
            byPath.putIfAbsent(folderOf(path), page);
        } else if (!path.endsWith("/" + PAGE)) {
            byPath.putIfAbsent(path.substring(0, path.length() - PAGE.length()), page);
        }
    }

    /**
     * Lists a source. May block while the source does.
     *
     * @param source the source
     * @return its index
     * @throws AssetException if the source cannot be listed
     */
    public static AssetIndex of(AssetSource source) {
        return new AssetIndex(source);
    }

    private static String folderOf(String indexPage) {
        return indexPage.substring(0, indexPage.length() - INDEX_PAGE.length() + 1);
    }

    /**
     * Finds what a request asks for. Allocates nothing if the target has neither escapes nor a query and is found.
     *
     * @param rawTarget the target in origin form, as it stands in the request line
     * @return the asset, or null if there is none
     */
    public @Nullable Asset find(String rawTarget) {
        if (isPlain(rawTarget)) {
            Asset asset = byPath.get(rawTarget);
            if (asset != null) {
                return asset;
            }
        }
        AssetPath path = AssetPath.parse(rawTarget);
        return path == null ? null : byPath.get(path.value());
    }

    /** Whether decoding would leave the target as it is; what is found under it is then its own path. */
    private static boolean isPlain(String rawTarget) {
        for (int i = 0; i < rawTarget.length(); i++) {
            char c = rawTarget.charAt(i);
            if (c == '%' || c == '?' || c == '#' || c > 0x7e) {
                return false;
            }
        }
        return true;
    }

    /** Where a folder that was asked for without its slash stands, or null. */
    @Nullable
    String folder(String rawTarget) {
        AssetPath path = AssetPath.parse(rawTarget);
        String folder = path == null ? "/" : path.value() + "/";
        return path != null && byPath.containsKey(folder) ? folder : null;
    }

    /** What is new, gone or other than in an older index. */
    AssetChanges changesSince(AssetIndex older) {
        Map<String, String> before = older.validators();
        Map<String, String> now = validators();
        TreeMap<String, String> either = new TreeMap<>(before);
        either.putAll(now);
        return AssetChanges.of(either.keySet().stream()
                .filter(path -> !Objects.equals(before.get(path), now.get(path)))
                .toList());
    }

    private Map<String, String> validators() {
        Map<String, String> tags = new HashMap<>();
        byPath.values().forEach(asset -> tags.put(asset.path(), asset.etag()));
        return tags;
    }

    /**
     * How many files it holds.
     *
     * @return the count
     */
    public int size() {
        return files;
    }
}
