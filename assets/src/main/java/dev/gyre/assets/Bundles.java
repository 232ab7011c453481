package dev.gyre.assets;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Reading parts of bundles, and refusing what they say. */
final class Bundles {

    /** One read, in bytes: a page is one or two of them. */
    private static final int BLOCK = 64 * 1024;

    private Bundles() {}

    /**
     * A part of a bundle, on the heap; blocks on I/O. Block by block, for a channel reads through memory outside of the heap
     * and keeps as much of it as it ever needed at once.
     */
    static ByteBuffer read(SeekableContent opened, long offset, int length) throws IOException {
        ByteBuffer part = ByteBuffer.allocate(length);
        while (part.position() < length) {
            int at = part.position();
            part.limit(Math.min(length, at + BLOCK));
            if (opened.read(part, offset + at) < 0) {
                throw new EOFException("bundle ended before its length");
            }
        }
        return part.flip();
    }

    /** Reads until the target is full. */
    static void fill(AssetBody body, ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (body.read(target) < 0) {
                throw new EOFException("body ended before its length");
            }
        }
    }

    /** Called for every record that is used: the message is made only if it is told. */
    static void requireWithin(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw refused(name, value, least == most ? "" + least : least + ".." + most);
        }
    }

    static AssetException refused(String name, Object value, String constraint) {
        return new AssetException(name + ": " + value + " (expected: " + constraint + ")");
    }

    /** Hands the next bytes on, block after block; a block is good until the consumer returns. */
    static void forEachBlock(AssetBody body, long length, Consumer<ByteBuffer> consumer) throws IOException {
        ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, length));
        long left = length;
        while (left > 0) {
            fill(body, block.clear().limit((int) Math.min(block.capacity(), left)));
            left -= block.position();
            consumer.accept(block.flip());
        }
    }
}
