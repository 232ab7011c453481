package dev.gyre.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The places of a ring. One is written by the publisher that claimed it, read by workers after they saw it published, and
 * emptied by the worker that retires it, before the ring may hand it out again.
 *
 * <p>A place is an element of two arrays and no object: what an event costs is the cache lines that go from core to core,
 * and so sixteen payloads share one and eight heads another. A head is the type's id and the low bits of the sequence that
 * was published last, enough to tell it from those before and after, which are a ring apart. That an event is published
 * stands here, and not in the Disruptor's table of available sequences, which would be a third line. Payloads are plain:
 * the release and acquire of the head carry the memory order.
 */
final class Slots {

    /** In place of a type's id. */
    static final int UNPUBLISHED = -1;

    private static final VarHandle HEAD = MethodHandles.arrayElementVarHandle(long[].class);

    private final int mask;
    private final long[] heads;

    /** Null in a place without an event: never written, emptied, or withdrawn by a publisher that met a closed lane. */
    private final @Nullable Object[] payloads;

    /**
     * Empty places.
     *
     * @param capacity a power of two
     */
    Slots(int capacity) {
        mask = capacity - 1;
        heads = new long[capacity];
        payloads = new Object[capacity];
        Arrays.fill(heads, head(-1, 0));
    }

    void publish(long sequence, int typeId, Object payload) {
        payloads[at(sequence)] = payload;
        HEAD.setRelease(heads, at(sequence), head(sequence, typeId));
    }

    /** Publishes a claimed place without an event. */
    void withdraw(long sequence) {
        HEAD.setRelease(heads, at(sequence), head(sequence, 0));
    }

    /** The id of the type of what was published under a sequence, or {@link #UNPUBLISHED}; 0 if that was withdrawn. */
    int typeId(long sequence) {
        long head = (long) HEAD.getAcquire(heads, at(sequence));
        return (int) head == (int) sequence ? (int) (head >>> Integer.SIZE) : UNPUBLISHED;
    }

    boolean isPublished(long sequence) {
        return typeId(sequence) != UNPUBLISHED;
    }

    /** Of a place that was seen published. */
    @Nullable
    Object payload(long sequence) {
        return payloads[at(sequence)];
    }

    /** Empties the places of a range of sequences, ends included. */
    void empty(long first, long last) {
        for (long sequence = first; sequence <= last; sequence++) {
            payloads[at(sequence)] = null;
        }
    }

    private int at(long sequence) {
        return (int) sequence & mask;
    }

    private static long head(long sequence, int typeId) {
        return ((long) typeId << Integer.SIZE) | (sequence & 0xffff_ffffL);
    }
}
