package dev.gyre.assets;

import static dev.gyre.assets.BundleFormat.MAX_FILES;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The paths of a bundle, which ascend in the order of their bytes.
 *
 * <p>A path becomes a string, and an asset, when it is first asked for: an application starts with one page, and a bundle
 * may have twenty thousand files. Until then it is found by a binary search among the bytes of the index, from then on in
 * one lookup.
 */
final class BundlePaths implements AssetTable {

    /** The number of its media type, and that of its content. */
    private static final int NUMBERS_BYTES = 2 + 4;

    /** The least that a path takes: its length, one byte, media type, content. */
    private static final int LEAST_PATH = 2 + 1 + NUMBERS_BYTES;

    private final byte[] index;
    private final List<String> mediaTypes;
    private final List<BundleIndex.Content> contents;

    /** Where each begins in the index. */
    private final int[] starts;

    /** By the name that was asked for: never more than there are files, and pages that have a second name. */
    private final Map<String, Asset> found = new ConcurrentHashMap<>();

    private final int end;

    /**
     * Reads past them, and checks all but their text.
     *
     * @param index the index
     * @param start where their number stands in it
     */
    BundlePaths(byte[] index, int start, List<String> mediaTypes, List<BundleIndex.Content> contents) {
        this.index = index;
        this.mediaTypes = mediaTypes;
        this.contents = contents;
        int count = Bundles.i32(index, start);
        int at = start + Integer.BYTES;
        BundleIndex.requireWithin("paths", count, 0, Math.min(MAX_FILES, (index.length - at) / LEAST_PATH));
        starts = new int[count];
        Named types = new Named("media type", mediaTypes.size());
        Named blobs = new Named("content", contents.size());
        for (int i = 0; i < count; i++) {
            starts[i] = at;
            at = readPast(at, types, blobs);
        }
        end = at;
        types.requireAll();
        blobs.requireAll();
    }

    /** Returns where the next one begins. A method, for one is compiled while the first of them are read; a loop is not. */
    private int readPast(int start, Named types, Named blobs) {
        int numbers = start + Short.BYTES + Bundles.u16(index, start);
        types.take(Bundles.u16(index, numbers));
        blobs.take(Bundles.i32(index, numbers + Short.BYTES));
        return numbers + NUMBERS_BYTES;
    }

    /** Numbers that paths name: each for the first time in its order, and all of them in the end. */
    private static final class Named {
        private final String what;
        private final int count;
        private int seen;

        Named(String what, int count) {
            this.what = what;
            this.count = count;
        }

        void take(int number) {
            BundleIndex.requireWithin(what, number, 0, seen < count ? seen : count - 1);
            if (number == seen) {
                seen++;
            }
        }

        void requireAll() {
            BundleIndex.requireWithin(what + "s that a path names", seen, count, count);
        }
    }

    /** Where the index goes on after them. */
    int end() {
        return end;
    }

    @Override
    public int size() {
        return starts.length;
    }

    @Override
    public @Nullable Asset find(String path) {
        Asset known = found.get(path);
        if (known != null) {
            return known;
        }
        Asset asset = file(path);
        if (asset == null) {
            String page = PageNames.pageOf(path);
            asset = page == null ? null : file(page);
        }
        if (asset != null) {
            found.put(path, asset);
        }
        return asset;
    }

    /** Racing readers make equal ones, which share their content. */
    private @Nullable Asset file(String path) {
        byte[] wanted = path.getBytes(StandardCharsets.UTF_8);
        int low = 0;
        int high = starts.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(middle, wanted);
            if (order == 0) {
                return isFile(path) ? asset(middle, path) : null;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    private int compare(int number, byte[] path) {
        int text = textOf(number);
        return Arrays.compareUnsigned(index, text, text + lengthOf(number), path, 0, path.length);
    }

    private int textOf(int number) {
        return starts[number] + Short.BYTES;
    }

    private int lengthOf(int number) {
        return Bundles.u16(index, starts[number]);
    }

    private byte[] bytesOf(int number) {
        int text = textOf(number);
        return Arrays.copyOfRange(index, text, text + lengthOf(number));
    }

    private Asset asset(int number, String path) {
        int numbers = textOf(number) + lengthOf(number);
        String mediaType = mediaTypes.get(Bundles.u16(index, numbers));
        return new Asset(path, mediaType, contents.get(Bundles.i32(index, numbers + Short.BYTES)));
    }

    /**
     * All of them, in their order.
     *
     * @throws AssetException if one is not as a packer writes it
     */
    @Override
    public List<Asset> files() {
        List<Asset> files = new ArrayList<>(starts.length);
        byte[] previous = {};
        for (int i = 0; i < starts.length; i++) {
            byte[] path = bytesOf(i);
            requireAfter(previous, path);
            files.add(asset(i, servable(path)));
            previous = path;
        }
        return files;
    }

    /** Whether a request can name it; {@link AssetPath#parse} asks the same. */
    private static boolean isFile(String path) {
        return path.startsWith("/") && !path.endsWith("/") && AssetPath.isServable(path);
    }

    private static String servable(byte[] path) {
        String decoded = BundleIndex.decode(path, "path");
        if (!isFile(decoded)) {
            throw BundleIndex.refused("path", decoded, "one that a request can name");
        }
        return decoded;
    }

    private static void requireAfter(byte[] previous, byte[] path) {
        if (Arrays.compareUnsigned(previous, path) >= 0) {
            String before = BundleIndex.decode(previous, "path");
            throw BundleIndex.refused(
                    "path", BundleIndex.decode(path, "path"), "after \"" + before + "\" in the order of their bytes");
        }
    }
}
