package dev.gyre.assets;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Reading parts of bundles. */
final class Bundles {

    /** One read, in bytes: a page is one or two of them. */
    private static final int BLOCK = 64 * 1024;

    private Bundles() {}

    /** A part on the heap, its first byte at position 0; blocks on I/O. */
    static ByteBuffer read(AssetContent bundle, long offset, int length) throws IOException {
        ByteBuffer part = ByteBuffer.allocate(length);
        try (AssetBody body = bundle.open().body(offset, length)) {
            fill(body, part);
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
