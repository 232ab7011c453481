package dev.gyre.bench.stages;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * The calls of one turn of a page's script, as {@code gyre.js} makes them: never more without an outcome than the runtime
 * allows, and those that become free together are sent together.
 */
final class Turn {

    /** Calls without an outcome that the runtime lets one page have. */
    static final int IN_FLIGHT = 64;

    private static final byte[] BATCH = WirePage.bytes("[16");

    private final byte[][] frames;
    private long id;

    /** Calls that take turns; each has an id of its own. */
    Turn(List<CallFixture> calls) {
        frames = calls.stream().map(call -> call.frame(0)).toArray(byte[][]::new);
    }

    /** How many may be sent beside those that are under way. */
    static int room(long calls, long sent, long heard) {
        return (int) Math.min(calls - sent, IN_FLIGHT - (sent - heard));
    }

    /** The next calls as one message. */
    byte[] batch(int count) {
        if (count == 1) {
            return single();
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(BATCH);
        for (int i = 0; i < count; i++) {
            message.write(',');
            message.writeBytes(single());
        }
        message.write(']');
        return message.toByteArray();
    }

    /** The next calls as a message each. */
    void each(int count, Consumer<byte[]> page) {
        for (int i = 0; i < count; i++) {
            page.accept(single());
        }
    }

    /** The next call: its fixture's frame with an id put in. */
    private byte[] single() {
        byte[] frame = frames[(int) (id % frames.length)];
        byte[] number = WirePage.bytes(Long.toString(++id));
        byte[] single = new byte[frame.length + number.length - 1];
        System.arraycopy(frame, 0, single, 0, 3);
        System.arraycopy(number, 0, single, 3, number.length);
        System.arraycopy(frame, 4, single, 3 + number.length, frame.length - 4);
        return single;
    }
}
