package dev.gyre.event;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a handler which blocks holds up nobody but itself: looks at each worker every {@link #TICK}, and when
 * one has been inside the same call for longer than the budget, expels its thread, names the handler, and lets a
 * successor go on right after that call. {@link Tenure} tells why no call is lost or made twice. While all workers sleep
 * it sleeps too, and the first that wakes wakes it.
 *
 * <p>What counts is time spent in the handler: of a thread that waits, the time on the clock; of one that is runnable,
 * the processor time it got, or a tenth of the time on the clock, since it may be in a blocking system call or merely
 * without a core.
 */
final class Watchdog implements Runnable {

    /** Between two looks. Not less than it takes any machine to make a store visible, by orders of magnitude. */
    static final Duration TICK = Duration.ofMillis(20);

    /** How long all workers must have been parked before it sleeps too: what it costs an idle runtime is its own wakes. */
    private static final Duration IDLE_TICK = Duration.ofMillis(200);

    /** No handler takes longer, and nanoseconds hold it. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private static final int STARVED = 10;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Watch[] watches;
    private final Duration budget;
    private final long budgetNanos;
    private final Failures failures;
    private final Thread thread = new Thread(this, "gyre-watchdog");

    /** Set before it sleeps until a worker has something to do, cleared by whoever wakes it. */
    private final AtomicBoolean asleep = new AtomicBoolean();

    private volatile boolean stopped;

    /** Whether the last look failed. Its own thread's. */
    private boolean failing;

    /** Looks in a row that found all workers parked. Its own thread's. */
    private int idleLooks;

    Watchdog(List<Worker> workers, Duration budget, Failures failures) {
        this.watches = workers.stream().map(Watch::new).toArray(Watch[]::new);
        this.budget = budget;
        this.budgetNanos = budget.compareTo(LONGEST) < 0 ? budget.toNanos() : LONGEST.toNanos();
        this.failures = failures;
        thread.setDaemon(true);
    }

    /** To be called once the workers are started: it starts those whose thread was never started itself. */
    void start() {
        if (!budget.isZero()) {
            thread.start();
        }
    }

    /** Called by a worker that was parked, before it does anything else. */
    void awaken() {
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            LockSupport.unpark(thread);
        }
    }

    /** Ends the thread; returns at once. */
    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        while (!stopped) {
            rest();
            if (stopped) {
                return;
            }
            try {
                look(System.nanoTime());
                failing = false;
            } catch (Throwable refused) { // a thread by the system, most likely: the next look tries again
                report(refused);
            }
        }
    }

    private void report(Throwable refused) {
        if (!failing) {
            Failures.log("the watchdog failed and tries again each " + TICK, refused);
        }
        failing = true;
    }

    private void rest() {
        idleLooks = areAllParked() ? idleLooks + 1 : 0;
        if (idleLooks > 1) {
            sleep();
        } else {
            pause((idleLooks == 1 ? IDLE_TICK : TICK).toNanos());
        }
    }

    /** In full, though it be unparked for what is over: that looks lie apart is what makes expelling safe. */
    private void pause(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !stopped; left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    /** A worker clears its mark before it looks whether this sleeps, and this looks the other way round. */
    private void sleep() {
        asleep.set(true);
        if (areAllParked() && !stopped) {
            LockSupport.park(this);
        }
        asleep.set(false);
        idleLooks = 0;
    }

    private boolean areAllParked() {
        for (Watch watch : watches) {
            if (!watch.worker.isParked()) {
                return false;
            }
        }
        return true;
    }

    /** One look at all workers; at least {@link #TICK} apart. */
    void look(long now) {
        for (Watch watch : watches) {
            watch.look(now);
        }
    }

    /** What was seen of one worker. */
    private final class Watch {
        final Worker worker;
        private @Nullable Standing seen;
        private @Nullable Tenure claimed;
        private long since;
        private long processorThen;

        Watch(Worker worker) {
            this.worker = worker;
        }

        void look(long now) {
            if (worker.isVacant()) {
                worker.start();
            }
            Standing standing = worker.standing();
            if (standing == null || !standing.equals(seen)) {
                begin(standing, now);
            } else if (claimed != null) {
                expel(standing, now);
            } else if (held(now) >= budgetNanos) {
                Tenure tenure = worker.thread().tenure();
                claimed = tenure.claim() ? tenure : null;
            }
        }

        private void begin(@Nullable Standing standing, long now) {
            if (claimed != null) {
                claimed.release();
                claimed = null;
            }
            seen = standing;
            since = now;
            processorThen = standing == null ? 0 : processorTime();
        }

        private long held(long now) {
            long onClock = now - since;
            return worker.thread().getState() == Thread.State.RUNNABLE
                    ? Math.max(processorTime() - processorThen, onClock / STARVED)
                    : onClock;
        }

        private long processorTime() {
            return THREADS.isThreadCpuTimeSupported()
                    ? Math.max(0, THREADS.getThreadCpuTime(worker.thread().getId()))
                    : 0;
        }

        private void expel(Standing standing, long now) {
            Worker.WorkerThread thread = worker.thread();
            Held held = standing.reader().heldAt(standing);
            BusSubscription stuck = held == null ? null : held.subscription();
            Detour detour = stuck == null || stuck.isLedAround() ? null : new Detour(stuck);
            if (held != null && thread.expel(detour)) {
                standing.reader().breakOff(standing.order());
                claimed = null;
                Duration time = Duration.ofNanos(now - since);
                var error = new BlockedHandlerException(held.name(), thread, time, budget);
                if (stuck != null && detour != null) {
                    stuck.leadAround(detour);
                }
                worker.succeed();
                begin(null, now);
                try {
                    worker.start();
                } finally {
                    failures.report(held.event(), held.name(), error);
                }
            } else {
                begin(null, now);
            }
        }
    }
}
