package dev.gyre.assets;

import static dev.gyre.assets.BundleFormat.HASH_BYTES;
import static dev.gyre.assets.BundleFormat.HEADER_BYTES;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The contents of a bundle by their number. A record is read, and checked, when it is first asked for. Thread-safe. */
final class BundleContents {

    /** Where a blob ends, and its CRC-32. */
    static final int FORM_BYTES = 8 + 4;

    /** The SHA-256, and one blob for each encoding, in their order. */
    static final int RECORD_BYTES = HASH_BYTES + 3 * FORM_BYTES;

    private final ByteBuffer records;
    private final BundleBytes bundle;
    private final long blobsEnd;
    private final HeapBudget budget = new HeapBudget();
    private final Map<Integer, Map<ContentEncoding, BundleForm>> made = new ConcurrentHashMap<>();

    BundleContents(ByteBuffer records, BundleBytes bundle, long blobsEnd) {
        this.records = records;
        this.bundle = bundle;
        this.blobsEnd = blobsEnd;
    }

    int count() {
        return records.capacity() / RECORD_BYTES;
    }

    /** Where the blobs end, in bytes from the beginning of the bundle. */
    long blobsEnd() {
        return blobsEnd;
    }

    /**
     * A content in all its forms, first as it is; the same map for all who ask.
     *
     * @throws AssetException if there is none of this number, or one of its blobs would lie outside of all blobs
     */
    Map<ContentEncoding, BundleForm> get(int number) {
        Map<ContentEncoding, BundleForm> known = made.get(number);
        if (known != null) {
            return known;
        }
        Bundles.requireWithin("content", number, 0, count() - 1);
        Map<ContentEncoding, BundleForm> forms = read(number);
        Map<ContentEncoding, BundleForm> first = made.putIfAbsent(number, forms);
        return first == null ? forms : first;
    }

    /** A content as it is. */
    BundleForm identity(int number) {
        return Objects.requireNonNull(get(number).get(ContentEncoding.IDENTITY), "identity");
    }

    private Map<ContentEncoding, BundleForm> read(int number) {
        byte[] hash = new byte[HASH_BYTES];
        int at = number * RECORD_BYTES;
        records.get(at, hash);
        at += HASH_BYTES;
        long start = startOf(number);
        Map<ContentEncoding, BundleForm> forms = new EnumMap<>(ContentEncoding.class);
        for (ContentEncoding encoding : ContentEncoding.values()) {
            long end = requireEnd(records.getLong(at), start);
            int crc = records.getInt(at + Long.BYTES);
            if (encoding == ContentEncoding.IDENTITY || end > start) {
                BundleForm.Extent extent = new BundleForm.Extent(encoding, start, end - start, crc);
                forms.put(encoding, new BundleForm(bundle, extent, hash, budget));
            } else {
                Bundles.requireWithin("checksum of no bytes", crc, 0, 0);
            }
            start = end;
            at += FORM_BYTES;
        }
        return forms;
    }

    /** Where the last blob of the content before it ends. */
    private long startOf(int number) {
        int record = number * RECORD_BYTES;
        return number == 0 ? HEADER_BYTES : requireEnd(records.getLong(record - FORM_BYTES), HEADER_BYTES);
    }

    private long requireEnd(long end, long least) {
        Bundles.requireWithin("end of a blob", end, least, blobsEnd);
        return end;
    }

    /** Checks that no bytes are left over after the last blob. */
    void requireAll() {
        Bundles.requireWithin("end of the blobs", startOf(count()), blobsEnd, blobsEnd);
    }
}
