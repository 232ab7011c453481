package dev.gyre.bench.stages;

import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jctools.queues.atomic.SpmcAtomicArrayQueue;

/** The queues by the names of their benchmark methods. */
final class QueueArms {

    private QueueArms() {}

    static Queue<Ping> of(String method, int capacity) {
        return switch (method) {
            case "naive" -> new LinkedBlockingQueue<>(capacity);
            case "naiveHalvingRing" -> new HalvingRing<>();
            case "gyre" -> new SpmcAtomicArrayQueue<>(capacity); // what a mailbox is
            default -> throw new IllegalArgumentException("benchmark: " + method + " (expected: the name of a queue)");
        };
    }
}
