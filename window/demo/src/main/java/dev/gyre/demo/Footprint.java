package dev.gyre.demo;

import java.nio.ByteBuffer;

/**
 * The last bytes before the place up to which a file was read. Whoever reads on reads them again: if others stand there,
 * the file was written anew, whatever its length is.
 */
final class Footprint {

    /** A few lines, which hardly ever come again at the same place: two runs of a program differ in their times at least. */
    static final int BYTES = 256;

    private final byte[] bytes = new byte[BYTES];
    private int length;

    /** How many bytes it holds: fewer near the beginning of a file. */
    int length() {
        return length;
    }

    /** Whether what was read begins with it; if so, moves past it. */
    boolean passes(ByteBuffer read) {
        if (read.remaining() < length) {
            return false;
        }
        int mismatch = read.slice(read.position(), length).mismatch(ByteBuffer.wrap(bytes, 0, length));
        if (mismatch >= 0) {
            return false;
        }
        read.position(read.position() + length);
        return true;
    }

    /** Takes the end of all that was read, itself included if it stood before it. */
    void take(ByteBuffer read) {
        length = Math.min(BYTES, read.limit());
        read.get(read.limit() - length, bytes, 0, length);
    }

    void forget() {
        length = 0;
    }
}
