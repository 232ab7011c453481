package dev.gyre.ipc;

import dev.gyre.event.Registration;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Tells the time and calls back later. Tests bring their own. */
interface Timekeeper extends AutoCloseable {

    /** A monotonic reading, in nanoseconds. */
    long nanos();

    /** Runs a short task once, after a while; never early. */
    Registration after(Duration delay, Runnable task);

    @Override
    void close();

    /** The system's clock, with one daemon thread that sleeps while nothing is due. */
    static Timekeeper system() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "gyre-ipc-timer");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return new Timekeeper() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public Registration after(Duration delay, Runnable task) {
                try {
                    ScheduledFuture<?> future = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                    return () -> future.cancel(false);
                } catch (RejectedExecutionException e) {
                    return () -> {}; // closed: whatever was to be ended later has been ended
                }
            }

            @Override
            public void close() {
                executor.shutdownNow();
            }
        };
    }
}
