package dev.gyre.event;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Wakes parked workers. A worker announces that it will park, then looks at the rings' cursors once more; a publisher
 * claims, which moves the cursor, then looks for announcements. The claim is a volatile compare-and-set and the look a
 * volatile read, so these two keep their order as the worker's two do, one of them sees the other, and publishing needs no
 * fence of its own. A worker that saw the claim before the event was published naps and looks again.
 */
final class WorkerSignal {

    /** Two cache lines, and the place in their middle: publishers read it for each event, so no neighbour may be written. */
    private static final int ROOM = 16;

    private static final int MIDDLE = ROOM / 2;

    /** How many are parked, or about to. A {@link Counter} would not do: it is not read volatilely. */
    private final AtomicLongArray parked = new AtomicLongArray(ROOM);

    /** Set once, before the first event can be published. */
    private Worker[] workers = {};

    void workers(Worker... all) {
        workers = all;
    }

    /** Called by a worker before it looks a last time and parks. */
    void announce() {
        parked.incrementAndGet(MIDDLE);
        VarHandle.fullFence();
    }

    /** Takes an announcement back: called once for each, by who wakes the worker or by the worker itself. */
    void withdraw() {
        parked.decrementAndGet(MIDDLE);
    }

    /** Called after a claim, by the thread that claimed. */
    void signal() {
        if (parked.get(MIDDLE) != 0) {
            wakeParked();
        }
    }

    private void wakeParked() {
        for (Worker worker : workers) {
            worker.wakeIfParked();
        }
    }
}
