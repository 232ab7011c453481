package dev.gyre.bench.stages;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Publishes events to one subscriber at a steady pace, again and again, and keeps how long each took.
 *
 * <p>An event's time begins when {@code publish} is called, so that what a bus makes its publisher wait counts too. The
 * publisher keeps to a timetable: if it was late, by the bus's fault or the machine's, the next events follow at once, and
 * the pace reached shows whether it caught up.
 */
final class PacedRun implements AutoCloseable {

    private static final long DEADLINE_SECONDS = 60;

    private final Histogram histogram = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    private final long intervalNanos;
    private final Ping[] pings;

    /** By event. The subscriber reads what the publisher wrote before it published, and the reader waits for the latch. */
    private final long[] publishedAt;

    private final long[] nanos;
    private final PeerArm arm;

    /** What the subscriber heard in this round. Its own. */
    private int heard;

    private CountDownLatch complete = new CountDownLatch(0);

    PacedRun(int eventsPerSecond, int events, PeerArm.Factory factory) {
        intervalNanos = TimeUnit.SECONDS.toNanos(1) / eventsPerSecond;
        pings = IntStream.range(0, events).mapToObj(i -> new Ping(0, 0, i)).toArray(Ping[]::new);
        publishedAt = new long[events];
        nanos = new long[events];
        Consumer<Ping> subscriber = this::hear;
        arm = factory.open(new Traffic(1, 1, 1), List.of(subscriber));
    }

    private void hear(Ping ping) {
        int i = (int) ping.value();
        nanos[i] = System.nanoTime() - publishedAt[i];
        if (++heard == pings.length) {
            complete.countDown();
        }
    }

    void run() throws InterruptedException {
        heard = 0;
        complete = new CountDownLatch(1);
        publishAll();
        Require.that(
                complete.await(DEADLINE_SECONDS, TimeUnit.SECONDS),
                "round: not over after " + DEADLINE_SECONDS + " s (expected: every event heard)");
        for (long each : nanos) {
            histogram.recordValue(each);
        }
    }

    private void publishAll() {
        long due = System.nanoTime();
        for (int i = 0; i < pings.length; i++) {
            long now = System.nanoTime();
            for (; now - due < 0; now = System.nanoTime()) {
                Thread.onSpinWait();
            }
            publishedAt[i] = now;
            arm.publish(pings[i]);
            due += intervalNanos;
        }
    }

    void reset() {
        histogram.reset();
    }

    double micros(double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e3;
    }

    @Override
    public void close() {
        arm.close();
    }
}
