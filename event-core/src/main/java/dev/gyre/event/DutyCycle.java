package dev.gyre.event;

import org.jspecify.annotations.Nullable;

/** The work of a worker, one round at a time, so that it can be tested without threads. */
interface DutyCycle {

    /**
     * Does what there is to do, within a bound, and returns; at once if the tenure is lost.
     *
     * @param tenure the calling thread's hold on this work
     * @return how much was done; 0 when there was nothing
     */
    int run(Tenure tenure);

    /** Whether {@link #run} would find something to do, or will shortly. Free of side effects. */
    boolean hasWork();

    /** Whether no round will ever find work again. */
    boolean isDone();

    /** The call that a thread is in, or null between calls. Read by any thread. */
    @Nullable
    Standing standing(Tenure tenure);
}
