package dev.gyre.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One place in a ring. Written by the publisher that claimed it, before it publishes the slot; read by workers after they
 * saw it published; emptied by the worker that retires it, before the ring may hand it out again.
 *
 * <p>That a slot is published stands in the slot itself, and not in the Disruptor's table of available sequences: what a
 * worker has to read of an event then lies in one place, and a publisher writes one cache line and not two. The fields
 * but {@code sequence} are plain: its release and acquire carry the memory order.
 */
final class Slot {

    private static final VarHandle SEQUENCE;

    static {
        try {
            SEQUENCE = MethodHandles.lookup().findVarHandle(Slot.class, "sequence", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /**
     * The low bits of the last sequence that was published here: enough to tell it from those before and after, which are
     * a ring apart. Written by publishers, read by workers. An int, and no more fields than these, keep a slot at 24 bytes:
     * the lines that go from core to core are what an event costs.
     */
    @SuppressWarnings("UnusedVariable") // through SEQUENCE
    private int sequence = -1;

    int typeId;

    /** Null in a slot without an event: never written, emptied, or withdrawn by a publisher that met a closed lane. */
    @Nullable
    Object payload;

    void publish(long claimed) {
        SEQUENCE.setRelease(this, (int) claimed);
    }

    boolean isPublished(long awaited) {
        return (int) SEQUENCE.getAcquire(this) == (int) awaited;
    }
}
