package dev.gyre.demo;

import dev.gyre.event.Registration;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that does the monitor's periodic work. Rounds are short and never overlap, so that what only rounds
 * touch needs no lock. They come at multiples of their pause since the beginning, so that rounds of different work fall
 * together: what idling costs is waking up.
 */
final class Ticker implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Ticker.class.getName());

    /** A round is milliseconds; one that takes longer is stuck in the file system, and its daemon thread holds nobody. */
    private static final Duration END = Duration.ofSeconds(1);

    private final ScheduledThreadPoolExecutor thread;
    private final long began = System.nanoTime();

    Ticker(String name) {
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        });
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Does something again and again, at once and then at the multiples of a pause; a round that ends late skips some.
     *
     * @param name for the log
     * @return the undo; after it at most the running round ends
     * @throws IllegalStateException if this is closed
     */
    Registration every(Duration pause, String name, Runnable round) {
        return every(() -> pause, name, round);
    }

    /**
     * Does something again and again, asking after each round how long to pause.
     *
     * @param name for the log
     * @return the undo; after it at most the running round ends
     * @throws IllegalStateException if this is closed
     */
    Registration every(Supplier<Duration> pause, String name, Runnable round) {
        Rounds rounds = new Rounds(pause, name, round);
        try {
            thread.execute(rounds);
        } catch (RejectedExecutionException closed) {
            throw new IllegalStateException("ticker: closed (expected: open, to begin " + name + ")", closed);
        }
        return rounds;
    }

    /** Ends the thread; no round begins afterwards. One that runs is not interrupted, which would close the file that it reads. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(END.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.log(Level.WARNING, "a round still runs {0} after the monitor was closed", END);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One periodic piece of work: what it throws is told once in a row of failures, and the next round comes. */
    private final class Rounds implements Runnable, Registration {

        private final Supplier<Duration> pause;
        private final String name;
        private final Runnable work;
        private boolean failing;
        private volatile boolean closed;

        /** The round that waits. Written by the ticker's thread, read by whoever closes. */
        private volatile @Nullable Future<?> next;

        Rounds(Supplier<Duration> pause, String name, Runnable work) {
            this.pause = pause;
            this.name = name;
            this.work = work;
        }

        @Override
        public void run() {
            if (closed) {
                return;
            }
            try {
                work.run();
                failing = false;
            } catch (RuntimeException | Error failure) {
                report(failure);
            }
            again();
        }

        /** A round that is set up meanwhile finds itself closed when it begins. */
        @Override
        public void close() {
            closed = true;
            Future<?> waiting = next;
            if (waiting != null) {
                waiting.cancel(false);
            }
        }

        private void again() {
            try {
                long period = pause.get().toNanos();
                long wait = period - (System.nanoTime() - began) % period;
                next = thread.schedule(this, wait, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException ended) {
                closed = true;
            }
        }

        private void report(Throwable failure) {
            if (!failing) {
                LOG.log(Level.WARNING, name + " failed, and is tried again each round", failure);
            }
            failing = true;
        }
    }
}
