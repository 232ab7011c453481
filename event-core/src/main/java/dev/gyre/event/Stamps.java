package dev.gyre.event;

/**
 * When the events in a ring were published. Beside the slots, so that these stay small while nothing is measured. A slot's
 * stamp is written before the slot is published and read after it was seen published.
 */
final class Stamps {

    /** An event that was published before measuring began. */
    static final long NONE = 0;

    private final long[] nanos;

    Stamps(int capacity) {
        this.nanos = new long[capacity];
    }

    void stamp(long sequence) {
        nanos[at(sequence)] = System.nanoTime();
    }

    /** Takes the time since an event was published, or {@link #NONE}. */
    long take(long sequence) {
        long then = nanos[at(sequence)];
        return then == NONE ? NONE : Math.max(1, System.nanoTime() - then);
    }

    private int at(long sequence) {
        return (int) sequence & (nanos.length - 1);
    }
}
