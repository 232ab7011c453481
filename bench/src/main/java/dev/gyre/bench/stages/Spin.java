package dev.gyre.bench.stages;

/** How a thread waits that is about to be served. */
final class Spin {

    /** Attempts before the others may have the core: on a machine with few cores they need it. */
    private static final int SPINS = 100;

    private Spin() {}

    /** A pause after an attempt that failed; attempts count from 0. */
    @SuppressWarnings("ThreadPriorityCheck") // a yield is what lets the other side run
    static void pause(int attempt) {
        if (attempt < SPINS) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }
}
