package dev.gyre.event;

import org.jspecify.annotations.Nullable;

/**
 * One place in a ring. Written by the publisher that claimed it, before it publishes the sequence; read by workers after
 * they saw the sequence; emptied by the worker that retires it, before the ring may hand it out again. The sequences
 * carry the memory order, so the fields are plain.
 */
final class Slot {

    /** Marks a slot without an event: never written, emptied, or withdrawn by a publisher that met a closed lane. */
    static final int EMPTY = -1;

    int typeId = EMPTY;

    @Nullable
    Object payload;

    /** {@link System#nanoTime} at publication while latency is measured, else 0. */
    long publishedAt;

    void clear() {
        typeId = EMPTY;
        payload = null;
    }
}
