package dev.gyre.assets;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes on the heap. Their validator is the beginning of their SHA-256. */
final class MemoryContent implements BundleBytes, SeekableContent {

    /** 128 bits: no two contents of one path will meet in them. */
    static final int TAG_BYTES = 16;

    private final byte[] bytes;
    private final String etag;

    MemoryContent(byte[] bytes) {
        this(bytes, hash(bytes));
    }

    /** The array belongs to the content from here on. */
    MemoryContent(byte[] bytes, String etag) {
        this.bytes = bytes;
        this.etag = etag;
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
        return bytes.length;
    }

    @Override
    public String etag() {
        return etag;
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
        target.put(bytes, 0, Math.min(bytes.length, target.remaining()));
    }

    @Override
    public AssetBody body(long start, long length) {
        return new MemoryBody(ByteBuffer.wrap(bytes, (int) start, (int) length));
    }

    @Override
    public int read(ByteBuffer target, long from) {
        int count = (int) Math.min(target.remaining(), bytes.length - from);
        target.put(bytes, (int) from, count);
        return count;
    }

    @Override
    public void requireUnchanged() {
        // Nobody else has the array.
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
