package dev.gyre.bench.stages;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * One listener's record of a round: in which place each event came and how long it took.
 *
 * <p>Each event has a slot of its own in both arrays, so that arms which call one listener from many threads at once may
 * use it too. The arrays are plain: {@link #heard} is incremented after they are written, and whoever increments it last
 * opens the latch that the reader waits for. The record costs every arm the same, two atomic increments and a reading of
 * the clock for each delivery.
 */
final class Hearing implements Consumer<TestEvent> {

    private static final int MISSED = -1;
    private static final int REFUSED = -2;

    private final int[] places;
    private final long[] nanos;
    private final AtomicInteger arrivals = new AtomicInteger();
    private final AtomicInteger heard = new AtomicInteger();

    /** Set between rounds, by the thread that starts them; starting publishes it. */
    private CountDownLatch complete = new CountDownLatch(0);

    Hearing(int events) {
        places = new int[events];
        nanos = new long[events];
    }

    /** Begins a round. */
    void reset(CountDownLatch complete) {
        Arrays.fill(places, MISSED);
        arrivals.set(0);
        heard.set(0);
        this.complete = complete;
    }

    @Override
    public void accept(TestEvent event) {
        places[event.index()] = arrivals.getAndIncrement();
        nanos[event.index()] = System.nanoTime() - event.publishedAt();
        count();
    }

    /** The event was refused when it was published: it will not come. */
    void refused(int index) {
        places[index] = REFUSED;
        count();
    }

    private void count() {
        if (heard.incrementAndGet() == places.length) {
            complete.countDown();
        }
    }

    /** Events that came before one which the same publisher published earlier. */
    long orderViolations(int publishers) {
        int share = places.length / publishers;
        long violations = 0;
        for (int first = 0; first < places.length; first += share) {
            violations += orderViolations(first, first + share);
        }
        return violations;
    }

    private long orderViolations(int from, int to) {
        long violations = 0;
        int last = MISSED;
        for (int i = from; i < to; i++) {
            if (places[i] == MISSED) { // no text is made for the others: it would count as theirs
                throw new IllegalStateException("event " + i + ": missed by a listener (expected: heard once)");
            }
            if (places[i] != REFUSED) {
                violations += places[i] < last ? 1 : 0;
                last = places[i];
            }
        }
        return violations;
    }

    void recordLatencies(Histogram histogram) {
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0) {
                histogram.recordValue(nanos[i]);
            }
        }
    }
}
