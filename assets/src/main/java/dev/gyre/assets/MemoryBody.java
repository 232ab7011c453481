package dev.gyre.assets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A body whose bytes are in memory. */
final class MemoryBody implements AssetBody {

    private static final MemoryBody EMPTY = new MemoryBody(ByteBuffer.allocate(0), 0, 0);

    /** Shared with other bodies; its position and limit are not used. */
    private final ByteBuffer bytes;

    private final int length;
    private final int end;
    private int at;

    MemoryBody(ByteBuffer bytes, int start, int length) {
        this.bytes = bytes;
        this.length = length;
        this.at = start;
        this.end = start + length;
    }

    static MemoryBody empty() {
        return EMPTY;
    }

    static MemoryBody text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new MemoryBody(ByteBuffer.wrap(bytes), 0, bytes.length);
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
        if (at == end) {
            return -1;
        }
        int count = Math.min(end - at, target.remaining());
        target.put(target.position(), bytes, at, count);
        target.position(target.position() + count);
        at += count;
        return count;
    }

    /** The next bytes as they are if a socket can take them so, else a copy; to be released. */
    ByteBuf next(ByteBufAllocator allocator, int most) {
        int count = Math.min(end - at, most);
        ByteBuf next = bytes.isDirect()
                ? Unpooled.wrappedBuffer(bytes.slice(at, count))
                : allocator
                        .directBuffer(count)
                        .writeBytes(bytes.duplicate().limit(at + count).position(at));
        at += count;
        return next;
    }

    /** The rest, behind what is in a buffer. */
    void appendTo(ByteBuf target) {
        target.writeBytes(bytes.duplicate().limit(end).position(at));
        at = end;
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
