package dev.gyre.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The end of a bus, on a thread of its own so that anyone may ask for it.
 *
 * <pre>
 * open --start--> lanes refuse --workers reach the end of every lane--> mailboxes and streams empty --> closed
 *                     |                                                        |
 *                     +------------------------ deadline ---------------------+--> rest counted, workers stopped
 * </pre>
 */
final class BusClose implements Runnable {

    /** After the deadline a worker is interrupted; a handler that ignores that is left behind, and said so. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private static final long LOOK_NANOS = 1_000_000;

    private static final System.Logger LOG = System.getLogger(EventBus.class.getName());

    private final RingEventBus bus;
    private final List<LaneRing> lanes;
    private final List<Worker> workers;
    private final AtomicBoolean started = new AtomicBoolean();
    private final Sinks.One<CloseReport> outcome = Sinks.one();

    /** {@link System#nanoTime} at which draining ends. Set before the thread starts. */
    private long deadline;

    BusClose(RingEventBus bus, List<LaneRing> lanes, List<Worker> workers) {
        this.bus = bus;
        this.lanes = lanes;
        this.workers = workers;
    }

    Mono<CloseReport> start(Duration patience) {
        if (started.compareAndSet(false, true)) {
            deadline = System.nanoTime() + patience.toNanos();
            lanes.forEach(LaneRing::close);
            workers.forEach(Worker::wake);
            new Thread(this, "gyre-close").start();
        }
        return outcome.asMono();
    }

    @Override
    public void run() {
        workers.forEach(worker -> awaitEnd(worker, deadline));
        workers.forEach(this::stop);
        long undelivered = lanes.stream().mapToLong(LaneRing::undelivered).sum();
        List<BusSubscription> left = bus.seal();
        left.forEach(BusSubscription::complete);
        while (System.nanoTime() - deadline < 0 && left.stream().anyMatch(each -> each.waiting() > 0)) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        for (BusSubscription subscription : left) {
            long before = subscription.dropped();
            subscription.expire();
            undelivered += subscription.dropped() - before;
        }
        outcome.tryEmitValue(new CloseReport(undelivered == 0, undelivered));
    }

    private void stop(Worker worker) {
        if (worker.thread().isAlive()) {
            worker.stop();
            awaitEnd(worker, System.nanoTime() + GRACE.toNanos());
        }
        if (worker.thread().isAlive()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    worker.thread().getName() + " is stuck in a handler that ignores interruption: "
                            + List.of(worker.thread().getStackTrace()));
        }
    }

    private static void awaitEnd(Worker worker, long until) {
        while (worker.thread().isAlive() && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
