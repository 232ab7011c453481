package dev.gyre.assets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A content of a bundle in one encoding.
 *
 * <p>Nobody gets a damaged byte: the first opening reads the whole form and compares its checksum, blocking on I/O. Small
 * forms stay in memory from then on; large ones are read anew each time, from a file that is still the one that was
 * checked.
 */
final class BundleForm implements AssetContent {

    /**
     * Where a form stands in its bundle.
     *
     * @param encoding its encoding
     * @param offset from the beginning of the bundle, in bytes
     * @param length in bytes
     * @param crc its CRC-32
     */
    record Extent(ContentEncoding encoding, long offset, long length, int crc) {}

    private final BundleBytes bundle;
    private final Extent extent;

    /** The SHA-256 of the content as it is, shared by its forms. */
    private final byte[] hash;

    private final HeapBudget budget;

    /** Written after a comparison that held, by any reader; racing readers store the same. */
    private volatile boolean isChecked;

    /** Written under the lock, read without. */
    private volatile @Nullable MemoryContent kept;

    BundleForm(BundleBytes bundle, Extent extent, byte[] hash, HeapBudget budget) {
        this.bundle = bundle;
        this.extent = extent;
        this.hash = hash;
        this.budget = budget;
    }

    Extent extent() {
        return extent;
    }

    @Override
    public long size() {
        return extent.length();
    }

    /**
     * As it is, a content has the validator it would have in memory. Another form names its own checksum too, for packers
     * of two versions make different bytes of one content, and a strong validator must tell them apart.
     */
    @Override
    public String etag() {
        HexFormat hex = HexFormat.of();
        String content = hex.formatHex(hash, 0, MemoryContent.TAG_BYTES);
        return extent.encoding() == ContentEncoding.IDENTITY
                ? '"' + content + '"'
                : '"' + content + '-' + extent.encoding().token() + '-' + hex.toHexDigits(extent.crc()) + '"';
    }

    @Override
    public @Nullable OpenContent inMemory() {
        SeekableContent whole = isChecked ? bundle.inMemory() : null;
        return whole == null ? kept : new OpenPart(whole, this);
    }

    @Override
    public OpenContent open() throws IOException {
        MemoryContent found = kept;
        if (found != null) {
            return found;
        }
        if (extent.length() <= HeapBudget.SMALL && bundle.inMemory() == null) {
            return readAndKeep();
        }
        if (!isChecked) {
            check();
        }
        return new OpenPart(bundle.open(), this);
    }

    private MemoryContent readAndKeep() throws IOException {
        ByteBuffer bytes = MemoryContent.room((int) extent.length());
        try (AssetBody body = bundle.open().body(extent.offset(), extent.length())) {
            Bundles.fill(body, bytes);
        }
        CRC32 actual = new CRC32();
        actual.update(bytes.flip());
        require(actual);
        MemoryContent content = new MemoryContent(bytes, etag(), HttpDate.NONE);
        keep(content);
        return content;
    }

    private synchronized void keep(MemoryContent content) {
        if (kept == null && budget.take(extent.length())) {
            kept = content;
        }
    }

    private void check() throws IOException {
        try (AssetBody body = bundle.open().body(extent.offset(), extent.length())) {
            check(body);
        }
    }

    /** Reads all of it from a body that stands at its first byte, and compares the checksum. */
    void check(AssetBody body) throws IOException {
        CRC32 actual = new CRC32();
        Bundles.forEachBlock(body, extent.length(), actual::update);
        require(actual);
        isChecked = true;
    }

    /** Reads all of it, and compares its SHA-256 with the address. For the content as it is. */
    void requireAddress() throws IOException {
        MessageDigest digest = MemoryContent.sha256();
        try (AssetBody body = open().body(0, size())) {
            Bundles.forEachBlock(body, size(), digest::update);
        }
        String found = HexFormat.of().formatHex(digest.digest());
        String address = HexFormat.of().formatHex(hash);
        if (!found.equals(address)) {
            throw Bundles.refused("SHA-256 at " + extent.offset(), found, address);
        }
    }

    private void require(CRC32 actual) throws IOException {
        if ((int) actual.getValue() != extent.crc()) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "checksum of %s at %d: %08x (expected: %08x; the bundle is damaged)",
                    extent.encoding().token(),
                    extent.offset(),
                    (int) actual.getValue(),
                    extent.crc()));
        }
    }

    /** A form within its opened bundle. */
    private record OpenPart(SeekableContent whole, BundleForm form) implements SeekableContent {

        @Override
        public long size() {
            return form.size();
        }

        @Override
        public String etag() {
            return form.etag();
        }

        @Override
        public AssetBody body(long start, long length) throws IOException {
            return whole.body(form.extent.offset() + start, length);
        }

        @Override
        public void prefix(ByteBuffer target) throws IOException {
            int at = 0;
            for (int count = 0; count >= 0 && target.hasRemaining(); at += count) {
                count = read(target, at);
            }
        }

        /** Never beyond the form: another blob comes after it. */
        @Override
        public int read(ByteBuffer target, long from) throws IOException {
            long left = size() - from;
            if (left <= 0) {
                return -1;
            }
            int limit = target.limit();
            target.limit((int) Math.min(limit, target.position() + left));
            int count = whole.read(target, form.extent.offset() + from);
            target.limit(limit);
            return count;
        }

        @Override
        public void requireUnchanged() throws IOException {
            whole.requireUnchanged();
        }

        @Override
        public boolean isInMemory() {
            return whole.isInMemory();
        }

        @Override
        public void close() {
            whole.close();
        }
    }
}
