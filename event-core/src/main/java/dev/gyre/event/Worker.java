package dev.gyre.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.NonBlocking;

/**
 * One of the pool: runs a duty cycle until it is done or told to stop, and parks while there is nothing to do. It has one
 * thread at a time that holds its {@link Tenure}; a thread that a handler keeps too long is expelled and succeeded.
 *
 * <p>Nothing kills it: errors that escape a round are reported and the next round goes on where that one broke off. An
 * interrupt only costs a round, since work is found by looking at the rings and never by being woken.
 *
 * <p><b>Waiting.</b> After a round that found little or nothing it spins before it looks again. That back-off doubles
 * while it takes no more than one to meet the next event, so that under load batches form in place of a fight with the
 * publishers over cache lines; it halves when it takes more, so that single events are met promptly. How long it spins in
 * vain before it parks follows what paid lately: up to {@link #MOST_PATIENCE} while events keep coming within that time,
 * half as long each time it had better parked at once.
 */
class Worker {

    private static final System.Logger LOG = System.getLogger(Worker.class.getName());

    /** The fewest spin hints after an empty round: some 0.5 µs. */
    private static final int PROMPT = 16;

    /** The most spin hints after an empty round: some 8 µs. */
    private static final int BATCHING = 256;

    /** A round of fewer events than this is followed by a back-off, so that the next one is larger. */
    private static final int BATCH = 32;

    /** Spin hints before parking, when spinning does not pay: some 30 µs, about the cost of being woken. */
    private static final int LEAST_PATIENCE = 1024;

    /** Spin hints before parking, when spinning pays: some 130 µs, to meet 10,000 events a second. */
    private static final int MOST_PATIENCE = 4096;

    /** A park shorter than this could have been spun through. */
    private static final long SHORT_PARK_NANOS = 100_000;

    /** How long to sleep while a publisher that claimed a slot has not published it: it has lost its core. */
    private static final long NAP_NANOS = 50_000;

    private final String name;
    private final DutyCycle cycle;
    private final Waiting waiting;
    private final WorkerSignal signal;

    /** Threads that lost their tenure and were not seen to end. */
    private final List<Thread> expelled = new CopyOnWriteArrayList<>();

    /** Who holds the tenure. Written before the thread starts, by whoever started the worker, then by the watchdog. */
    private volatile WorkerThread thread;

    /** Set by the worker before it parks, cleared by whoever wakes it or by itself, once; read by publishers. */
    private final AtomicBoolean parked = new AtomicBoolean();

    private volatile boolean stopped;

    /** Set before it starts; null if nobody watches it. */
    private @Nullable Watchdog watchdog;

    /** Empty rounds since there was work. The tenure's own, like what follows. */
    private int emptyRounds;

    /** Spin hints in those. */
    private int spun;

    private int backOff = PROMPT;
    private int patience = LEAST_PATIENCE;

    Worker(String name, DutyCycle cycle, Waiting waiting, WorkerSignal signal) {
        this.signal = signal;
        this.name = name;
        this.cycle = cycle;
        this.waiting = waiting;
        this.thread = new WorkerThread(this, name);
    }

    void watchedBy(Watchdog watching) {
        watchdog = watching;
    }

    void start() {
        thread.start();
    }

    String name() {
        return name;
    }

    WorkerThread thread() {
        return thread;
    }

    DutyCycle cycle() {
        return cycle;
    }

    boolean isParked() {
        return parked.get();
    }

    @Nullable
    Standing standing() {
        return cycle.standing(thread.tenure());
    }

    /** Nobody waits any longer for the call that it is in: it counts as broken off. */
    void giveUp() {
        Standing standing = standing();
        if (standing != null) {
            standing.reader().breakOff(standing.order());
        }
    }

    /** What it is in the middle of, as a clause for a sentence; empty when it is between calls. */
    String busyWith() {
        Standing standing = standing();
        Held held = standing == null ? null : standing.reader().heldAt(standing);
        return held == null ? "" : ", " + name + " is in \"" + held.name() + "\"";
    }

    @Override
    public String toString() {
        return name + ": " + (isParked() ? "parked" : thread.getState() + busyWith());
    }

    /** Puts a new thread in the place of one that has just lost its tenure, to be {@linkplain #start started}. */
    void succeed() {
        expelled.removeIf(old -> !old.isAlive());
        expelled.add(thread);
        thread = new WorkerThread(this, name);
    }

    /** Whether the thread that should hold the tenure was not started yet. */
    boolean isVacant() {
        return thread.getState() == Thread.State.NEW;
    }

    Stream<Thread> threads() {
        return Stream.concat(Stream.of(thread), expelled.stream());
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Ends the loop after the round that is running, and interrupts what it may be stuck in. */
    void stop() {
        stopped = true;
        thread.interrupt();
        expelled.forEach(Thread::interrupt);
    }

    /** Wakes it unless somebody has already: it takes a while to come, and to be woken again costs the waker dearly. */
    void wakeIfParked() {
        if (isParked() && unannounce()) {
            wake();
        }
    }

    private boolean unannounce() {
        boolean announced = parked.compareAndSet(true, false);
        if (announced) {
            signal.withdraw();
        }
        return announced;
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    private void work(Tenure tenure) {
        while (!stopped && tenure.isHeld()) {
            try {
                int done = cycle.run(tenure);
                if (tenure.isLost()) {
                    return;
                }
                if (done > 0) {
                    metWork(done);
                } else if (cycle.isDone()) {
                    return;
                } else {
                    idle();
                }
            } catch (Throwable error) { // whatever it is, the worker's other subscriptions must go on
                report(error);
            }
        }
    }

    private void metWork(int done) {
        backOff = emptyRounds <= 1 ? Math.min(BATCHING, backOff * 2) : Math.max(PROMPT, backOff / 2);
        emptyRounds = 0;
        spun = 0;
        if (done < BATCH) {
            spin();
        }
    }

    private void idle() {
        if (waiting == Waiting.ADAPTIVE && spun >= patience) {
            park();
            return;
        }
        spin();
        spun += backOff;
        emptyRounds++;
    }

    private void spin() {
        for (int i = 0; i < backOff; i++) {
            Thread.onSpinWait();
        }
    }

    private void park() {
        long began = System.nanoTime();
        parked.set(true);
        signal.announce();
        if (!cycle.hasWork()) {
            if (!cycle.isDone() && !stopped) {
                LockSupport.park(this);
            }
        } else {
            LockSupport.parkNanos(this, NAP_NANOS);
        }
        unannounce();
        if (watchdog != null) {
            watchdog.awaken();
        }
        spun = 0;
        patience = System.nanoTime() - began < SHORT_PARK_NANOS
                ? Math.min(MOST_PATIENCE, patience * 2)
                : Math.max(LEAST_PATIENCE, patience / 2);
        // A handler, or anyone, may have left the interrupt flag: park would return at once for ever.
        Thread.interrupted();
    }

    private void report(Throwable error) {
        try {
            LOG.log(System.Logger.Level.ERROR, name + " goes on after an error outside any handler", error);
        } catch (Throwable ignored) { // a logger that fails must not end the worker either
            Thread.onSpinWait();
        }
    }

    /** A thread that Reactor and the lanes know must not block. */
    static final class WorkerThread extends Thread implements NonBlocking {
        private final Worker worker;
        private final Tenure tenure = new Tenure();

        /** What is left to this thread when it loses its tenure. Written by the watchdog before it expels. */
        private volatile @Nullable Detour detour;

        WorkerThread(Worker worker, String name) {
            super(name);
            this.worker = worker;
            setDaemon(true);
        }

        @Override
        public void run() {
            worker.work(tenure);
            Detour left = detour;
            if (left != null && tenure.isLost()) {
                left.run();
                detour = null; // the thread is remembered a little longer than what it was held up by
            }
        }

        Tenure tenure() {
            return tenure;
        }

        /** Ends the tenure if the thread did not come back; what its subscription is sent goes to the detour. */
        boolean expel(@Nullable Detour left) {
            detour = left;
            return tenure.expel();
        }
    }
}
