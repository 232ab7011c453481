package dev.gyre.window.spi;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The thread that a window has of its own, where what its page sends is read: it runs one task after the other, and ends when
 * it was idle for some seconds. It bounds nothing; whoever gives it tasks does.
 */
public final class WindowThread implements Executor, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(WindowThread.class.getName());

    private static final long IDLE_SECONDS = 5;

    private final ThreadPoolExecutor executor;

    /**
     * A thread, which begins with its first task.
     *
     * @param backend the backend's name
     * @param window the window
     */
    public WindowThread(String backend, long window) {
        executor = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread made = new Thread(task, "gyre-" + backend + "-" + window);
            made.setDaemon(true);
            return made;
        });
        executor.allowCoreThreadTimeOut(true);
    }

    /** Runs a task, unless it is closed. */
    @Override
    public void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException closed) {
            LOG.log(System.Logger.Level.TRACE, "the window is closed", closed);
        }
    }

    /** Ends after what it was given. Returns at once. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
