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

    /** A part of a bundle; blocks on I/O. */
    static byte[] read(AssetContent bundle, long offset, int length) throws IOException {
        byte[] part = new byte[length];
        try (AssetBody body = bundle.open().body(offset, length)) {
            fill(body, ByteBuffer.wrap(part));
        }
        return part;
    }

    /** Reads until the target is full. */
    static void fill(AssetBody body, ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (body.read(target) < 0) {
                throw new EOFException("body ended before its length");
            }
        }
    }

    /** Two bytes of an array as a number without a sign, the highest first. */
    static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    /** Four bytes of an array as a number, the highest first. */
    static int i32(byte[] bytes, int at) {
        return u16(bytes, at) << 16 | u16(bytes, at + 2);
    }

    /** Eight bytes of an array as a number, the highest first. */
    static long i64(byte[] bytes, int at) {
        return (long) i32(bytes, at) << 32 | (i32(bytes, at + 4) & 0xffff_ffffL);
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
