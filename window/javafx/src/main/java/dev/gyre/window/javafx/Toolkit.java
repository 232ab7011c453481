package dev.gyre.window.javafx;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/** JavaFX's thread: one in a process, started by whoever comes first, and ended once and for all. */
final class Toolkit {

    private static final long START_SECONDS = 20;

    /** By which alone JavaFX that was ended differs from JavaFX that runs; without it one waits. */
    private static final String ENDED = "Platform.exit has been called";

    /** Longer than any healthy turn of the thread; after it whoever waits goes on. */
    private static final long TURN_SECONDS = 2;

    /** Known once a backend has started. */
    private static volatile @Nullable Thread thread;

    /** Whether the thread ends the process, and does nothing else any more. */
    private static volatile boolean isHeld;

    static {
        Schedulers.registerNonBlockingThreadPredicate(candidate -> candidate == thread);
    }

    private Toolkit() {}

    /**
     * Returns when JavaFX runs.
     *
     * @return true if it did not before
     */
    static boolean start() {
        if (Platform.isFxApplicationThread()) {
            thread = Thread.currentThread();
            return false;
        }
        CountDownLatch runs = new CountDownLatch(1);
        Runnable first = () -> {
            thread = Thread.currentThread();
            runs.countDown();
        };
        boolean isOurs = startup(first);
        if (!await(runs, START_SECONDS)) {
            throw new IllegalStateException(
                    "JavaFX: does not run (expected: a process in which it was not ended before, and a display)");
        }
        if (isOurs) {
            Platform.setImplicitExit(false);
        }
        return isOurs;
    }

    private static boolean startup(Runnable first) {
        try {
            Platform.startup(first);
            return true;
        } catch (IllegalStateException runs) {
            if (ENDED.equals(runs.getMessage())) {
                throw new IllegalStateException("JavaFX: ended (expected: a process in which it was not before)", runs);
            }
            Platform.runLater(first);
            return false;
        }
    }

    /**
     * Has the thread do a task after all it was given before, and waits with a bound: in a process that ends JavaFX takes
     * no task any more, and what it is asked for from another thread, its own end included, would wait for ever.
     */
    static void turn(Runnable task) {
        if (isHeld) {
            return;
        }
        CountDownLatch done = new CountDownLatch(1);
        Platform.runLater(() -> {
            task.run();
            done.countDown();
        });
        await(done, TURN_SECONDS);
    }

    /**
     * Ends the process, and holds the thread with that: JavaFX ends by itself at the same time, and what the thread painted then
     * would be refused, with a stack trace for each window.
     */
    static void exit(int status) {
        turn(() -> {
            isHeld = true;
            System.exit(status);
        });
        System.exit(status); // in case the thread has not come to it
    }

    /** On JavaFX's thread: once what was asked of windows has become their size. */
    static void afterLayout(Runnable task) {
        new AnimationTimer() {
            private boolean isSecond;

            @Override
            public void handle(long now) {
                if (isSecond) {
                    stop();
                    task.run();
                }
                isSecond = true; // a pulse begins with this, and lays out afterwards
            }
        }.start();
    }

    private static boolean await(CountDownLatch latch, long seconds) {
        try {
            return latch.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
