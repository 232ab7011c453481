package dev.gyre.assets;

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
 * <p>A path becomes a string, and an asset, when it is first asked for. Until then it is found by a binary search among the
 * bytes of the index, from then on in one lookup.
 */
final class BundlePaths implements AssetTable {

    /** Where its text ends among the texts, the number of its media type, and that of its content. */
    static final int RECORD_BYTES = 4 + 2 + 4;

    private static final int MEDIA_TYPE = 4;
    private static final int CONTENT = 4 + 2;

    private final ByteBuffer records;
    private final ByteBuffer texts;
    private final List<String> mediaTypes;
    private final BundleContents contents;

    /** By the name that was asked for: never more than there are files, and pages that have a second name. */
    private final Map<String, Asset> found = new ConcurrentHashMap<>();

    BundlePaths(ByteBuffer records, ByteBuffer texts, List<String> mediaTypes, BundleContents contents) {
        this.records = records;
        this.texts = texts;
        this.mediaTypes = mediaTypes;
        this.contents = contents;
    }

    @Override
    public int size() {
        return records.capacity() / RECORD_BYTES;
    }

    /** Fails with an {@link AssetException} if a record on the way to it says what cannot be. */
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
        int high = size() - 1;
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
        int start = startOf(number);
        int end = endOf(number, start);
        int offset = texts.arrayOffset();
        return Arrays.compareUnsigned(texts.array(), offset + start, offset + end, path, 0, path.length);
    }

    /** Where the text before it ends. */
    private int startOf(int number) {
        return number == 0 ? 0 : endOf(number - 1, 0);
    }

    private int endOf(int number, int least) {
        int end = records.getInt(number * RECORD_BYTES);
        Bundles.requireWithin("end of a path", end, least, texts.capacity());
        return end;
    }

    private int mediaTypeOf(int number) {
        return records.getShort(number * RECORD_BYTES + MEDIA_TYPE) & 0xffff;
    }

    private int contentOf(int number) {
        return records.getInt(number * RECORD_BYTES + CONTENT);
    }

    private Asset asset(int number, String path) {
        int mediaType = mediaTypeOf(number);
        Bundles.requireWithin("media type", mediaType, 0, mediaTypes.size() - 1);
        return new Asset(path, mediaTypes.get(mediaType), contents.get(contentOf(number)));
    }

    /**
     * All of them, in their order.
     *
     * @throws AssetException if the index is not as a packer writes it
     */
    @Override
    public List<Asset> files() {
        List<Asset> files = new ArrayList<>(size());
        Named types = new Named("media type", mediaTypes.size());
        Named blobs = new Named("content", contents.count());
        byte[] previous = {};
        for (int i = 0; i < size(); i++) {
            byte[] path = textOf(i);
            requireAfter(previous, path);
            types.take(mediaTypeOf(i));
            blobs.take(contentOf(i));
            files.add(asset(i, servable(path)));
            previous = path;
        }
        types.requireAll();
        blobs.requireAll();
        Bundles.requireWithin("end of the paths", startOf(size()), texts.capacity(), texts.capacity());
        contents.requireAll();
        return files;
    }

    private byte[] textOf(int number) {
        int start = startOf(number);
        byte[] text = new byte[endOf(number, start) - start];
        texts.get(start, text);
        return text;
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
            Bundles.requireWithin(what, number, 0, Math.min(seen, count - 1));
            if (number == seen) {
                seen++;
            }
        }

        void requireAll() {
            Bundles.requireWithin(what + "s that a path names", seen, count, count);
        }
    }

    /** Whether a request can name it; {@link AssetPath#parse} asks the same. */
    private static boolean isFile(String path) {
        return path.startsWith("/") && !path.endsWith("/") && AssetPath.isServable(path);
    }

    private static String servable(byte[] path) {
        String decoded = BundleIndex.decode(path, "path");
        if (!isFile(decoded)) {
            throw Bundles.refused("path", decoded, "one that a request can name");
        }
        return decoded;
    }

    private static void requireAfter(byte[] previous, byte[] path) {
        if (Arrays.compareUnsigned(previous, path) >= 0) {
            String before = BundleIndex.decode(previous, "path");
            throw Bundles.refused(
                    "path", BundleIndex.decode(path, "path"), "after \"" + before + "\" in the order of their bytes");
        }
    }
}
