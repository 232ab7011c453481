package dev.gyre.event;

import java.lang.invoke.VarHandle;

/**
 * Wakes parked workers. A worker announces that it will park, then looks at the rings once more; a publisher publishes,
 * then looks for announcements. The fence between the publisher's two steps makes sure that one of them sees the other.
 */
final class WorkerSignal {

    /** Set once, before the first event can be published. */
    private Worker[] workers = {};

    void workers(Worker... all) {
        workers = all;
    }

    void signal() {
        VarHandle.fullFence();
        for (Worker worker : workers) {
            worker.wakeIfParked();
        }
    }
}
