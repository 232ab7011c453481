package dev.gyre.event;

import java.util.concurrent.locks.LockSupport;
import reactor.core.scheduler.NonBlocking;

/**
 * A thread that runs a duty cycle until it is done or told to stop, and parks while there is nothing to do.
 *
 * <p>Nothing kills it: errors that escape a round are reported and the next round begins. An interrupt only costs a
 * round, since work is found by looking at the rings and never by being woken.
 */
final class Worker implements Runnable {

    private static final System.Logger LOG = System.getLogger(Worker.class.getName());

    /** Spin hints after an empty round, so that batches form in place of a fight over the publisher's cache lines. */
    private static final int HINTS = 200;

    /** Empty rounds before parking: together some 50 µs, about the cost of being woken. */
    private static final int ROUNDS = 20;

    private final DutyCycle cycle;
    private final Waiting waiting;
    private final Thread thread;

    /** Set by the worker before it parks, cleared by it after; read by publishers. */
    private volatile boolean parked;

    private volatile boolean stopped;

    /** Empty rounds in a row. The worker's own. */
    private int emptyRounds;

    Worker(String name, DutyCycle cycle, Waiting waiting) {
        this.cycle = cycle;
        this.waiting = waiting;
        this.thread = new WorkerThread(this, name);
    }

    void start() {
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    /** Ends the loop after the round that is running, and interrupts what it may be stuck in. */
    void stop() {
        stopped = true;
        thread.interrupt();
    }

    void wakeIfParked() {
        if (parked) {
            wake();
        }
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        while (!stopped) {
            try {
                if (cycle.run() > 0) {
                    emptyRounds = 0;
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

    private void idle() {
        if (waiting == Waiting.BUSY_SPIN || emptyRounds++ < ROUNDS) {
            for (int i = 0; i < HINTS; i++) {
                Thread.onSpinWait();
            }
        } else {
            park();
        }
    }

    private void park() {
        parked = true;
        if (!cycle.hasWork() && !cycle.isDone() && !stopped) {
            LockSupport.park(this);
        }
        parked = false;
        emptyRounds = 0;
        // A handler, or anyone, may have left the interrupt flag: park would return at once for ever.
        Thread.interrupted();
    }

    private void report(Throwable error) {
        try {
            LOG.log(System.Logger.Level.ERROR, thread.getName() + " goes on after an error outside any handler", error);
        } catch (Throwable ignored) { // a logger that fails must not end the worker either
            Thread.onSpinWait();
        }
    }

    /** A thread that Reactor and the lanes know must not block. */
    private static final class WorkerThread extends Thread implements NonBlocking {
        WorkerThread(Runnable work, String name) {
            super(work, name);
            setDaemon(true);
        }
    }
}
