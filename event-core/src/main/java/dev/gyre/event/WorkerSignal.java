package dev.gyre.event;

import java.lang.invoke.VarHandle;

/**
 * Wakes parked workers. A worker announces that it will park, then looks at the rings' cursors once more; a publisher
 * claims, which moves the cursor, then looks for announcements. The claim is a compare-and-set and orders the publisher's
 * two steps like a fence, so that one of them sees the other, and publishing needs no fence of its own. A worker that saw
 * the claim before the event was published naps and looks again.
 */
final class WorkerSignal {

    /** How many are parked, or about to. Read by publishers for each event, so it fills its cache lines alone. */
    private final Counter parked = new Counter();

    /** Set once, before the first event can be published. */
    private Worker[] workers = {};

    void workers(Worker... all) {
        workers = all;
    }

    /** Called by a worker before it looks a last time and parks. */
    void announce() {
        parked.add(1);
        VarHandle.fullFence();
    }

    /** Takes an announcement back: called once for each, by who wakes the worker or by the worker itself. */
    void withdraw() {
        parked.add(-1);
    }

    /** Called after a claim, by the thread that claimed. */
    void signal() {
        if (parked.get() != 0) {
            wakeParked();
        }
    }

    private void wakeParked() {
        for (Worker worker : workers) {
            worker.wakeIfParked();
        }
    }
}
