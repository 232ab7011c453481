package dev.gyre.ipc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A log that a page cannot flood: at most ten lines a second, and one that tells how many were left out. */
final class QuietLog {

    private static final Logger LOG = System.getLogger("dev.gyre.ipc");
    private static final int LINES = 10;
    private static final long WINDOW_NANOS = 1_000_000_000L;

    private final Timekeeper time;
    private final AtomicLong windowStart;
    private final AtomicInteger lines = new AtomicInteger();

    QuietLog(Timekeeper time) {
        this.time = time;
        this.windowStart = new AtomicLong(time.nanos());
    }

    void warn(Supplier<String> message) {
        warn(message, null);
    }

    void warn(Supplier<String> message, @Nullable Throwable error) {
        if (!LOG.isLoggable(Level.WARNING)) {
            return;
        }
        turnWindow();
        if (lines.incrementAndGet() <= LINES) {
            LOG.log(Level.WARNING, printable(message.get()), error);
        }
    }

    private void turnWindow() {
        long now = time.nanos();
        long start = windowStart.get();
        if (now - start >= WINDOW_NANOS && windowStart.compareAndSet(start, now)) {
            int omitted = lines.getAndSet(0) - LINES;
            if (omitted > 0) {
                LOG.log(Level.WARNING, "{0} more lines were left out", omitted);
            }
        }
    }

    /** Names come from pages: a line break in one must not look like a line of its own. */
    private static String printable(String message) {
        StringBuilder line = new StringBuilder(message.length());
        for (int i = 0; i < message.length() && i < 1000; i++) {
            char c = message.charAt(i);
            line.append(Character.isISOControl(c) ? '?' : c);
        }
        return line.toString();
    }
}
