package dev.gyre.assets;

import static dev.gyre.assets.BundleFormat.MAX_FILES;

import java.nio.ByteBuffer;
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

    private final ByteBuffer in;
    private final List<String> mediaTypes;
    private final List<BundleIndex.Content> contents;

    /** Where each begins in the index. */
    private final int[] starts;

    /** By the name that was asked for: never more than there are files, and pages that have a second name. */
    private final Map<String, Asset> found = new ConcurrentHashMap<>();

    /**
     * Reads past them, and checks all but their text.
     *
     * @param in an index on the heap, which stands at the first of them
     */
    BundlePaths(ByteBuffer in, List<String> mediaTypes, List<BundleIndex.Content> contents) {
        this.in = in;
        this.mediaTypes = mediaTypes;
        this.contents = contents;
        int count = in.getInt();
        BundleIndex.requireWithin("paths", count, 0, Math.min(MAX_FILES, in.remaining() / LEAST_PATH));
        starts = new int[count];
        Named types = new Named("media type", mediaTypes.size());
        Named blobs = new Named("content", contents.size());
        int at = in.position();
        for (int i = 0; i < count; i++) {
            starts[i] = at;
            BundleIndex.requireRoom(in, at, LEAST_PATH);
            int numbers = at + Short.BYTES + (in.getShort(at) & 0xffff);
            BundleIndex.requireRoom(in, numbers, NUMBERS_BYTES);
            types.take(in.getShort(numbers) & 0xffff);
            blobs.take(in.getInt(numbers + Short.BYTES));
            at = numbers + NUMBERS_BYTES;
        }
        in.position(at);
        types.requireAll();
        blobs.requireAll();
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
            BundleIndex.requireWithin(what, number, 0, Math.min(seen, count - 1));
            seen = Math.max(seen, number + 1);
        }

        void requireAll() {
            BundleIndex.requireWithin(what + "s that a path names", seen, count, count);
        }
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
        int text = in.arrayOffset() + textOf(number);
        return Arrays.compareUnsigned(in.array(), text, text + lengthOf(number), path, 0, path.length);
    }

    private int textOf(int number) {
        return starts[number] + Short.BYTES;
    }

    private int lengthOf(int number) {
        return in.getShort(starts[number]) & 0xffff;
    }

    private byte[] bytesOf(int number) {
        byte[] bytes = new byte[lengthOf(number)];
        in.get(textOf(number), bytes);
        return bytes;
    }

    private Asset asset(int number, String path) {
        int numbers = textOf(number) + lengthOf(number);
        String mediaType = mediaTypes.get(in.getShort(numbers) & 0xffff);
        return new Asset(path, mediaType, contents.get(in.getInt(numbers + Short.BYTES)));
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
