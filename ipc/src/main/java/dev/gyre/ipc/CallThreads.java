package dev.gyre.ipc;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Where bindings run: virtual threads where the JVM has them, else a pool. Either way a bounded number of calls is under
 * way, waiting ones included; more are refused.
 */
final class CallThreads implements AutoCloseable {

    /** Platform threads: bindings may block, so more than there are cores. */
    private static final int POOL = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());

    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(2);

    private final int capacity;
    private final ExecutorService executor = executor();
    private final Scheduler scheduler = Schedulers.fromExecutor(executor, true);
    private final AtomicInteger underWay = new AtomicInteger();

    CallThreads(int capacity) {
        this.capacity = capacity;
    }

    /** Runs a task soon, unless too many are under way or this is closed. */
    boolean tryExecute(Runnable task) {
        if (underWay.incrementAndGet() > capacity) {
            underWay.decrementAndGet();
            return false;
        }
        try {
            executor.execute(() -> run(task));
            return true;
        } catch (RejectedExecutionException e) {
            underWay.decrementAndGet();
            return false;
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } finally {
            underWay.decrementAndGet();
            // A cancellation that came at the last moment must not meet the next call.
            Thread.interrupted();
        }
    }

    /** Where streams are asked for their items: on these threads, each stream on one at a time. */
    Scheduler scheduler() {
        return scheduler;
    }

    /** Interrupts what runs, forgets what waits, and gives the threads a moment to end. */
    @Override
    public void close() {
        executor.shutdownNow();
        if (Schedulers.isInNonBlockingThread()) {
            return;
        }
        try {
            executor.awaitTermination(CLOSE_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ExecutorService executor() {
        try {
            return virtualThreads();
        } catch (ReflectiveOperationException e) {
            return pool();
        }
    }

    /** {@code Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("gyre-call-", 1).factory())}, of JDK 21. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
        Object named = ofVirtual.getMethod("name", String.class, long.class).invoke(builder, "gyre-call-", 1L);
        ThreadFactory factory = (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(named);
        Method perTask = Executors.class.getMethod("newThreadPerTaskExecutor", ThreadFactory.class);
        return (ExecutorService) perTask.invoke(null, factory);
    }

    private static ExecutorService pool() {
        AtomicLong count = new AtomicLong();
        // The number of tasks is bounded before they come here, so the queue needs no bound of its own.
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(POOL, POOL, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "gyre-call-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
