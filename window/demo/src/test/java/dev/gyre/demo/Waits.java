package dev.gyre.demo;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits that have a bound. */
final class Waits {

    /** Longer than any machine should need; reached only by a failure. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private Waits() {}

    static void until(BooleanSupplier condition) {
        until(condition, Thread::onSpinWait);
    }

    /** Does something again and again until a condition holds. */
    static void until(BooleanSupplier condition, Runnable again) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("the condition did not come true within " + PATIENCE);
            }
            again.run();
        }
    }

    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came within " + PATIENCE);
        }
        return next;
    }
}
