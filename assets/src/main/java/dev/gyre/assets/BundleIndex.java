package dev.gyre.assets;

import static dev.gyre.assets.BundleFormat.BROTLI_BIT;
import static dev.gyre.assets.BundleFormat.GZIP_BIT;
import static dev.gyre.assets.BundleFormat.HASH_BYTES;
import static dev.gyre.assets.BundleFormat.HEADER_BYTES;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the index of a bundle, and believes nothing in it.
 *
 * <p>An index has one form only: blobs stand one after the other in its order and fill the space before it, contents and
 * media types are numbered in the order in which the paths first name them, paths ascend. So offsets need not be written,
 * no blob can overlap another or lie outside, nothing can be hidden, and no path can come twice. Each of these is checked.
 */
final class BundleIndex {

    private static final char REPLACEMENT = '\ufffd';

    /** The length of a blob, and its checksum. */
    private static final int FORM_BYTES = 8 + 4;

    /** The least that a content takes (hash, bits, length, checksum): a count that promises more is a lie. */
    private static final int LEAST_CONTENT = HASH_BYTES + 1 + FORM_BYTES;

    /** An array, for a start has all of this run by an interpreter, to which every call of a buffer is ten. */
    private final byte[] index;

    private final BundleBytes bundle;
    private final long blobsEnd;
    private final HeapBudget budget = new HeapBudget();

    private final List<Content> contents;
    private final BundlePaths paths;

    /** How far it is read. */
    private int at;

    /** The offset at which the next blob begins. */
    private long next = HEADER_BYTES;

    private BundleIndex(byte[] index, BundleBytes bundle, long blobsEnd) {
        this.index = index;
        this.bundle = bundle;
        this.blobsEnd = blobsEnd;
        List<String> mediaTypes = readMediaTypes();
        this.contents = readContents();
        this.paths = new BundlePaths(index, at, mediaTypes, contents);
        requireWithin("bytes after the index", index.length - paths.end(), 0, 0);
    }

    /**
     * Reads an index whose checksum holds.
     *
     * @param index its bytes
     * @param blobsEnd where the blobs end and the index begins, in bytes from the beginning of the bundle
     * @throws AssetException if it is not as a packer writes it
     */
    static BundleIndex read(byte[] index, BundleBytes bundle, long blobsEnd) {
        try {
            return new BundleIndex(index, bundle, blobsEnd);
        } catch (IndexOutOfBoundsException e) {
            throw new AssetException("index: " + index.length + " bytes (expected: as many as it tells of)", e);
        }
    }

    /**
     * One content in all its forms. They are made when one is first asked for: an application starts with one page, and a
     * bundle may have twenty thousand.
     */
    final class Content implements Supplier<Map<ContentEncoding, AssetContent>> {

        /** Where its record stands in the index. */
        private final int record;

        /** Where its first blob stands in the bundle. */
        private final long start;

        /** Written once under the lock, in the order of the blobs, and never changed. */
        private volatile @Nullable Map<ContentEncoding, AssetContent> byEncoding;

        private Content(int record, long start) {
            this.record = record;
            this.start = start;
        }

        /** The SHA-256 of its first form. */
        byte[] hash() {
            return Arrays.copyOfRange(index, record, record + HASH_BYTES);
        }

        /** All forms, first the content as it is. */
        List<BundleForm> forms() {
            return get().values().stream().map(BundleForm.class::cast).toList();
        }

        @Override
        public Map<ContentEncoding, AssetContent> get() {
            Map<ContentEncoding, AssetContent> made = byEncoding;
            return made == null ? make() : made;
        }

        private synchronized Map<ContentEncoding, AssetContent> make() {
            Map<ContentEncoding, AssetContent> forms = byEncoding;
            if (forms == null) {
                forms = new EnumMap<>(ContentEncoding.class);
                byte[] hash = hash();
                int bits = index[record + HASH_BYTES];
                int at = record + HASH_BYTES + 1;
                long offset = start;
                for (ContentEncoding encoding : ContentEncoding.values()) {
                    if (isPresent(encoding, bits)) {
                        long length = Bundles.i64(index, at);
                        BundleForm.Extent extent =
                                new BundleForm.Extent(encoding, offset, length, Bundles.i32(index, at + Long.BYTES));
                        forms.put(encoding, new BundleForm(bundle, extent, hash, budget));
                        offset += length;
                        at += FORM_BYTES;
                    }
                }
                byEncoding = forms;
            }
            return forms;
        }
    }

    private static boolean isPresent(ContentEncoding encoding, int bits) {
        return switch (encoding) {
            case IDENTITY -> true;
            case GZIP -> (bits & GZIP_BIT) != 0;
            case BROTLI -> (bits & BROTLI_BIT) != 0;
        };
    }

    BundlePaths paths() {
        return paths;
    }

    /** Where the blobs end, in bytes from the beginning of the bundle. */
    long blobsEnd() {
        return blobsEnd;
    }

    List<Content> contents() {
        return contents;
    }

    private List<String> readMediaTypes() {
        int count = Bundles.u16(index, at);
        at += Short.BYTES;
        List<String> mediaTypes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int text = at + 1;
            at = text + (index[at] & 0xff);
            String mediaType = decode(bytes(text, at), "media type");
            if (!BundleMediaType.isOne(mediaType)) {
                throw refused("media type", mediaType, "type/subtype");
            }
            mediaTypes.add(mediaType);
        }
        return mediaTypes;
    }

    /** A part, of which there may be less than the index says. */
    private byte[] bytes(int from, int to) {
        Objects.checkFromToIndex(from, to, index.length);
        return Arrays.copyOfRange(index, from, to);
    }

    private List<Content> readContents() {
        int count = Bundles.i32(index, at);
        at += Integer.BYTES;
        requireWithin("contents", count, 0, (index.length - at) / LEAST_CONTENT);
        List<Content> read = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            read.add(new Content(at, next));
            readContent();
        }
        requireWithin("end of the blobs", next, blobsEnd, blobsEnd);
        return read;
    }

    private void readContent() {
        int bits = index[at + HASH_BYTES];
        requireWithin("encodings", bits, 0, GZIP_BIT | BROTLI_BIT);
        int start = at + HASH_BYTES + 1;
        at = start + FORM_BYTES * (1 + Integer.bitCount(bits));
        for (int form = start; form < at; form += FORM_BYTES) {
            long length = Bundles.i64(index, form);
            requireWithin("length of a blob", length, 0, blobsEnd - next);
            next += length;
        }
    }

    static String decode(byte[] bytes, String what) {
        String lenient = new String(bytes, StandardCharsets.UTF_8);
        return lenient.indexOf(REPLACEMENT) < 0 ? lenient : decodeStrictly(bytes, what);
    }

    /** What is no UTF-8 was replaced, and what was replaced already is good. */
    private static String decodeStrictly(byte[] bytes, String what) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssetException(what + ": " + Arrays.toString(bytes) + " (expected: UTF-8)", e);
        }
    }

    /** Called several times for each file: the message is made only if it is told. */
    static void requireWithin(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw refused(name, value, least == most ? "" + least : least + ".." + most);
        }
    }

    static AssetException refused(String name, Object value, String constraint) {
        return new AssetException(name + ": " + value + " (expected: " + constraint + ")");
    }
}
