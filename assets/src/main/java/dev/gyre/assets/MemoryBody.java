package dev.gyre.assets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A body whose bytes are on the heap. */
final class MemoryBody implements AssetBody {

    private final ByteBuffer bytes;
    private final long length;

    MemoryBody(ByteBuffer bytes) {
        this.bytes = bytes;
        this.length = bytes.remaining();
    }

    static MemoryBody empty() {
        return new MemoryBody(ByteBuffer.allocate(0));
    }

    static MemoryBody text(String text) {
        return new MemoryBody(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean isInMemory() {
        return true;
    }

    @Override
    public int read(ByteBuffer target) {
        if (!bytes.hasRemaining()) {
            return -1;
        }
        int count = Math.min(bytes.remaining(), target.remaining());
        target.put(target.position(), bytes, bytes.position(), count);
        target.position(target.position() + count);
        bytes.position(bytes.position() + count);
        return count;
    }

    @Override
    public void close() {
        // The heap needs no closing.
    }
}
