package dev.gyre.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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

    /**
     * After the deadline a worker is interrupted; a handler that ignores that is left behind, and said so. Likewise a
     * publisher that was killed before it published what it claimed.
     */
    private static final Duration GRACE = Duration.ofMillis(500);

    /** Nobody waits longer, and nanoseconds hold it. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private static final long LOOK_NANOS = 1_000_000;

    private static final System.Logger LOG = System.getLogger(EventBus.class.getName());

    private final RingEventBus bus;
    private final List<LaneRing> lanes;
    private final List<Worker> workers;
    private final Watchdog watchdog;
    private final AtomicBoolean started = new AtomicBoolean();
    private final Sinks.One<CloseReport> outcome = Sinks.one();

    /** {@link System#nanoTime} at which draining ends. Set before the thread starts. */
    private long deadline;

    BusClose(RingEventBus bus, List<LaneRing> lanes, List<Worker> workers, Watchdog watchdog) {
        this.bus = bus;
        this.lanes = lanes;
        this.workers = workers;
        this.watchdog = watchdog;
    }

    Mono<CloseReport> start(Duration patience) {
        long nanos = patience.compareTo(LONGEST) < 0 ? patience.toNanos() : LONGEST.toNanos();
        if (started.compareAndSet(false, true)) {
            deadline = System.nanoTime() + nanos;
            lanes.forEach(LaneRing::close);
            workers.forEach(Worker::wake);
            new Thread(this, "gyre-close").start();
        }
        return outcome.asMono();
    }

    @Override
    public void run() {
        awaitUntil(deadline, this::haveWorkersEnded);
        boolean late = !haveWorkersEnded();
        if (late) {
            interrupt();
            workers.forEach(Worker::giveUp);
        }
        watchdog.stop();
        List<BusSubscription> left = bus.subscribers().seal();
        awaitUntil(System.nanoTime() + GRACE.toNanos(), () -> lanes.stream().allMatch(LaneRing::isSettled));
        long undelivered = lanes.stream().mapToLong(LaneRing::undelivered).sum();
        left.forEach(BusSubscription::complete);
        awaitUntil(deadline, () -> left.stream().allMatch(each -> each.waiting() == 0) && strays().isEmpty());
        if (!late && !strays().isEmpty()) {
            interrupt();
        }
        for (BusSubscription subscription : left) {
            long before = subscription.dropped();
            subscription.expire();
            undelivered += subscription.dropped() - before;
        }
        strays().forEach(BusClose::complain);
        outcome.tryEmitValue(new CloseReport(undelivered == 0, undelivered));
    }

    private boolean haveWorkersEnded() {
        return workers.stream().noneMatch(Worker::isAlive);
    }

    /** Interrupts what threads may be stuck in, and gives them a little time. */
    private void interrupt() {
        workers.forEach(Worker::stop);
        awaitUntil(System.nanoTime() + GRACE.toNanos(), () -> strays().isEmpty());
    }

    /** Threads that have not ended: of workers, and those held up in a handler that was led around. */
    private List<Thread> strays() {
        return workers.stream().flatMap(Worker::threads).filter(Thread::isAlive).toList();
    }

    private static void complain(Thread stray) {
        LOG.log(
                System.Logger.Level.WARNING,
                stray.getName() + " is stuck in a handler that ignores interruption: "
                        + List.of(stray.getStackTrace()));
    }

    private static void awaitUntil(long until, BooleanSupplier condition) {
        while (!condition.getAsBoolean() && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
