package dev.gyre.assets;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Bytes in memory. Their validator is the beginning of their SHA-256 where nobody gives another. */
final class MemoryContent implements BundleBytes, SeekableContent {

    /** 128 bits: no two contents of one path will meet in them. */
    static final int TAG_BYTES = 16;

    /** Up to here a copy into the buffer of the head costs less than a second buffer in the same write; in bytes. */
    static final int COPIED = 8 * 1024;

    /** Its position and limit are not used: many threads read it. */
    private final ByteBuffer bytes;

    private final String etag;
    private final long lastModified;

    /** Any thread writes it, racily: each says what is so. */
    private volatile @Nullable Said said;

    private record Said(Selected of, ResponseFields fields) {}

    MemoryContent(byte[] bytes) {
        this(bytes, hash(bytes));
    }

    /** The array belongs to the content from here on. */
    MemoryContent(byte[] bytes, String etag) {
        this(ByteBuffer.wrap(bytes), etag, HttpDate.NONE);
    }

    /** The bytes from 0 to the capacity belong to the content from here on. */
    MemoryContent(ByteBuffer bytes, String etag, long lastModified) {
        this.bytes = bytes;
        this.etag = etag;
        this.lastModified = lastModified;
    }

    /** Room for what is kept: where a socket can take it from, unless it is copied anyway. */
    static ByteBuffer room(int size) {
        return size > COPIED ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    }

    /** What a response with all of it says: made once for as long as the same is to be said. */
    ResponseFields fields(Selected selected, Function<Selected, Map<String, String>> make) {
        Said known = said;
        if (known == null || !known.of.saysTheSame(selected)) {
            known = new Said(selected, new ResponseFields(make.apply(selected)));
            said = known;
        }
        return known.fields;
    }

    private static String hash(byte[] bytes) {
        return '"' + HexFormat.of().formatHex(sha256().digest(bytes), 0, TAG_BYTES) + '"';
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public long size() {
        return bytes.capacity();
    }

    @Override
    public String etag() {
        return etag;
    }

    @Override
    public long lastModified() {
        return lastModified;
    }

    @Override
    public SeekableContent inMemory() {
        return this;
    }

    @Override
    public SeekableContent open() {
        return this;
    }

    @Override
    public void prefix(ByteBuffer target) {
        read(target, 0);
    }

    @Override
    public AssetBody body(long start, long length) {
        return new MemoryBody(bytes, (int) start, (int) length);
    }

    @Override
    public int read(ByteBuffer target, long from) {
        int count = (int) Math.min(target.remaining(), bytes.capacity() - from);
        target.put(target.position(), bytes, (int) from, count);
        target.position(target.position() + count);
        return count;
    }

    @Override
    public void requireUnchanged() {
        // Nobody else has the bytes.
    }

    @Override
    public boolean isInMemory() {
        return true;
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
