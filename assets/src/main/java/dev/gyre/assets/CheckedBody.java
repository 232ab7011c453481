package dev.gyre.assets;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A part of something that was opened, read once from first to last; before the last byte is handed out its origin is
 * asked whether the whole is still what was opened.
 */
final class CheckedBody implements AssetBody {

    /** What was opened, standing where the part begins. */
    interface Origin {

        /** Reads up to the target's limit; negative at the end. */
        int read(ByteBuffer target) throws IOException;

        /** Fails if what was read is not, or may not be, what was opened. Called once, after the last byte. */
        void requireUnchanged() throws IOException;

        /** Whether reading needs no I/O. */
        default boolean isInMemory() {
            return false;
        }

        void close();
    }

    private final Origin origin;
    private final long length;
    private long remaining;

    /** The origin belongs to the body from here on. */
    CheckedBody(Origin origin, long length) {
        this.origin = origin;
        this.length = length;
        this.remaining = length;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean isInMemory() {
        return origin.isInMemory();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (remaining == 0) {
            return -1;
        }
        int limit = target.limit();
        target.limit((int) Math.min(limit, target.position() + remaining));
        int count = origin.read(target);
        target.limit(limit);
        if (count < 0) {
            throw new IOException("content was cut short while it was read");
        }
        remaining -= count;
        if (remaining == 0) {
            origin.requireUnchanged();
        }
        return count;
    }

    @Override
    public void close() {
        origin.close();
    }
}
