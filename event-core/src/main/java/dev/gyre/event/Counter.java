package dev.gyre.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A count that anyone may read. {@link #increment} is for the one thread whose turn it is; {@link #add} for any. */
final class Counter {

    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Counter.class, "value", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    @SuppressWarnings("UnusedVariable") // through VALUE
    private long value;

    void increment() {
        VALUE.setRelease(this, value + 1);
    }

    void add(long more) {
        VALUE.getAndAdd(this, more);
    }

    long get() {
        return (long) VALUE.getAcquire(this);
    }
}
