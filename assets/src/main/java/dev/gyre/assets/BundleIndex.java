package dev.gyre.assets;

import static dev.gyre.assets.BundleFormat.MAX_FILES;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The index of a bundle, of which nothing is believed.
 *
 * <p>Reading it is three counts, a few media types, and arithmetic: contents and paths are records of one size, so that an
 * application starts as fast with twenty thousand files as with ten. What a record says is checked whenever it is used.
 *
 * <p>An index has one form only: each blob and each text begins where the one before it ends and they fill their space,
 * contents and media types are numbered in the order in which the paths first name them, paths ascend. So no blob can
 * overlap another or lie outside, nothing can be hidden, and no path can come twice. Listing the paths checks this.
 */
record BundleIndex(BundleContents contents, BundlePaths paths) {

    private static final char REPLACEMENT = '\ufffd';

    /**
     * Reads an index whose checksum holds.
     *
     * @param index all of it
     * @param blobsEnd where the blobs end and the index begins, in bytes from the beginning of the bundle
     * @throws AssetException if its counts are not those of its bytes, or a media type is none
     */
    static BundleIndex read(ByteBuffer index, BundleBytes bundle, long blobsEnd) {
        try {
            int types = index.getShort() & 0xffff;
            int contents = index.getInt();
            int paths = index.getInt();
            List<String> mediaTypes = readMediaTypes(index, types);
            ByteBuffer contentRecords = take(index, "contents", contents, BundleContents.RECORD_BYTES);
            ByteBuffer pathRecords = take(index, "paths", paths, BundlePaths.RECORD_BYTES);
            BundleContents all = new BundleContents(contentRecords, bundle, blobsEnd);
            return new BundleIndex(all, new BundlePaths(pathRecords, index.slice(), mediaTypes, all));
        } catch (BufferUnderflowException e) {
            throw new AssetException("index: " + index.capacity() + " bytes (expected: as many as it tells of)", e);
        }
    }

    private static List<String> readMediaTypes(ByteBuffer index, int count) {
        List<String> mediaTypes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] text = new byte[index.get() & 0xff];
            index.get(text);
            String mediaType = decode(text, "media type");
            if (!BundleMediaType.isOne(mediaType)) {
                throw Bundles.refused("media type", mediaType, "type/subtype");
            }
            mediaTypes.add(mediaType);
        }
        return mediaTypes;
    }

    /** The next records, as many as the index says. */
    private static ByteBuffer take(ByteBuffer index, String name, int count, int recordBytes) {
        Bundles.requireWithin(name, count, 0, Math.min(MAX_FILES, index.remaining() / recordBytes));
        ByteBuffer records = index.slice(index.position(), count * recordBytes);
        index.position(index.position() + records.capacity());
        return records;
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
}
