package dev.gyre.event;

import com.lmax.disruptor.Sequence;

/**
 * A count that anyone may read. {@link #increment} is for the one thread whose turn it is; {@link #add} for any. It fills
 * its cache lines alone, as a {@link Sequence} does: what a worker counts must not slow down what publishers read.
 */
final class Counter extends Sequence {

    Counter() {
        super(0);
    }

    void increment() {
        set(get() + 1);
    }

    void add(long more) {
        addAndGet(more);
    }
}
