package dev.gyre.event;

/** The work of a worker, one round at a time, so that it can be tested without threads. */
interface DutyCycle {

    /**
     * Does what there is to do, within a bound, and returns.
     *
     * @return how much was done; 0 when there was nothing
     */
    int run();

    /** Whether {@link #run} would find something to do. Free of side effects. */
    boolean hasWork();

    /** Whether no round will ever find work again. */
    boolean isDone();
}
