package dev.gyre.bench.stages;

import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * A subscriber that costs next to nothing: it adds and counts, and opens a latch at the last event.
 *
 * <p>It keeps an account for each publisher, in plain fields. A bus that calls a subscriber from one thread at a time may
 * write them all; one that calls it on the publishing threads writes each from its own. So no arm needs an atomic here,
 * and the work is the same in all. Counts go on from round to round: an event that came twice spoils the next sum, where
 * a count that began anew would not know of it.
 */
final class Ear implements Consumer<Ping> {

    /** Accounts lie two cache lines apart, in longs: processors fetch lines in pairs. */
    private static final int STRIDE = 16;

    private static final int HEARD = 0;
    private static final int SUM = 1;

    /** The first and the last stride are empty, to keep other objects away. */
    private final long[] accounts;

    /** From each publisher so far. Set between rounds, like the latch, before the first event of a round is published. */
    private long expected;

    private long expectedSum;
    private CountDownLatch complete = new CountDownLatch(0);

    Ear(int publishers) {
        accounts = new long[(publishers + 2) * STRIDE];
    }

    /**
     * Begins a round.
     *
     * @param events how many more will come from each publisher
     * @param sum what they come to
     * @param latch counted down once for each publisher, at its last event
     */
    void expect(long events, long sum, CountDownLatch latch) {
        expected += events;
        expectedSum += sum;
        complete = latch;
    }

    @Override
    public void accept(Ping ping) {
        int at = (ping.publisher() + 1) * STRIDE;
        accounts[at + SUM] += ping.value();
        if (++accounts[at + HEARD] == expected) {
            complete.countDown();
        }
    }

    /** It heard all that was expected, once. */
    void judge() {
        for (int at = STRIDE; at < accounts.length - STRIDE; at += STRIDE) {
            Require.same("events heard", expected, accounts[at + HEARD]);
            Require.same("sum of what was heard", expectedSum, accounts[at + SUM]);
        }
    }
}
