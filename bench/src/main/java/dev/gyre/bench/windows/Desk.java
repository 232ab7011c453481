package dev.gyre.bench.windows;

import dev.gyre.ipc.Binding;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Where pages tell how they are getting on. */
final class Desk {

    private static final long PATIENCE_SECONDS = 40;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    /** A page's script ran, and had its first answer, both in milliseconds of the clock. */
    @Binding(nonBlocking = true)
    void shown(double ran, double answered) {
        told.add(ran + " " + answered);
    }

    /** So many were done in so many seconds. */
    @Binding(nonBlocking = true)
    void measured(long count, double seconds) {
        told.add(count + " " + seconds);
    }

    @Binding(nonBlocking = true)
    void failed(String why) {
        told.add("failed: " + why.replace('\n', ' '));
    }

    /** The next that was told, in a line. */
    String next() throws InterruptedException {
        String next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return next == null ? "failed: the page says nothing" : next;
    }
}
