package dev.gyre.bench.page;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What streams are made of, in both arms: an endless row of texts, or of pieces of bytes, each of which tells its place in a
 * turn of them. The page makes the same rows and compares.
 */
final class Pieces {

    private static final int TURN = 4096;
    private static final int TEXT = 64;
    private static final int BYTES = 64 << 10;
    private static final int FLOW = 16 << 10;
    private static final int BYTES_TURN = 16;

    private static final String[] TEXTS = IntStream.range(0, TURN)
            .mapToObj(i -> i + ":" + "x".repeat(TEXT - 1 - String.valueOf(i).length()))
            .toArray(String[]::new);

    private static final byte[][] PIECES = filled(BYTES);
    private static final byte[][] FLOWS = filled(FLOW);

    private Pieces() {}

    private static byte[][] filled(int length) {
        byte[][] turn = new byte[BYTES_TURN][length];
        for (int i = 0; i < BYTES_TURN; i++) {
            Arrays.fill(turn[i], (byte) i);
        }
        return turn;
    }

    /** The text of a place. */
    static String text(long place) {
        return TEXTS[(int) (place % TURN)];
    }

    /** The bytes of a place, to be read only. */
    static byte[] bytes(long place) {
        return PIECES[(int) (place % BYTES_TURN)];
    }

    /** The smaller bytes of a place, likewise. */
    static byte[] flow(long place) {
        return FLOWS[(int) (place % BYTES_TURN)];
    }
}
