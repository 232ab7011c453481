package dev.gyre.bench.stages;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A page that counts what it hears, and takes its time over the next message if it is told to. */
final class HearingPage implements Consumer<byte[]> {

    static final long SLOW_MILLIS = 50;

    private static final long PACE = TimeUnit.MICROSECONDS.toNanos(20);

    private final PageFrames frames = new PageFrames();
    private volatile boolean isSlow;

    void beSlow() {
        isSlow = true;
    }

    @Override
    public void accept(byte[] message) {
        if (isSlow) {
            isSlow = false;
            try {
                TimeUnit.MILLISECONDS.sleep(SLOW_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        frames.accept(message);
    }

    long heard() {
        return frames.heard();
    }

    void awaitHeard(long count) {
        while (frames.heard() < count) {
            LockSupport.parkNanos(PACE);
        }
    }
}
