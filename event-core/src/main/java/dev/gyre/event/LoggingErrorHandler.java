package dev.gyre.event;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Logs failures, at most ten a second; the next line after a silence tells how many were left out. */
final class LoggingErrorHandler implements ErrorHandler {
    private static final System.Logger LOG = System.getLogger(EventBus.class.getName());
    private static final int PER_SECOND = 10;
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong second = new AtomicLong(System.nanoTime());
    private final AtomicInteger inSecond = new AtomicInteger();

    @Override
    public void onError(Event<?> event, String source, Throwable error) {
        int left = leftOut();
        if (inSecond.incrementAndGet() <= PER_SECOND) {
            String more = left == 0 ? "" : " (" + left + " more failures were not logged)";
            LOG.log(
                    System.Logger.Level.WARNING,
                    source + " failed on " + event.type().name() + more,
                    error);
        }
    }

    /** Begins a new second if it is time, and tells what the last one left out. */
    private int leftOut() {
        long began = second.get();
        long now = System.nanoTime();
        if (now - began < SECOND || !second.compareAndSet(began, now)) {
            return 0;
        }
        return Math.max(0, inSecond.getAndSet(0) - PER_SECOND);
    }
}
