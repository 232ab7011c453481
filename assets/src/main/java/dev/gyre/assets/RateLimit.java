package dev.gyre.assets;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets a few log lines through a second, so that who causes them cannot fill a disk. Lock-free; what is held back is
 * counted by whoever logs.
 */
final class RateLimit {

    /** Enough to see what goes on; a flood of refusals makes 600 lines a minute and no more. */
    private static final int PER_SECOND = 10;

    private static final int COUNT_BITS = 8;

    /** The second in the upper bits, how many passed in it in the lower eight. Any thread changes it, by CAS. */
    private final AtomicLong state = new AtomicLong();

    boolean permits() {
        long second = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime()) << COUNT_BITS;
        while (true) {
            long seen = state.get();
            boolean isNewSecond = seen >> COUNT_BITS != second >> COUNT_BITS;
            if (!isNewSecond && (seen & ((1 << COUNT_BITS) - 1)) >= PER_SECOND) {
                return false;
            }
            if (state.compareAndSet(seen, isNewSecond ? second + 1 : seen + 1)) {
                return true;
            }
        }
    }
}
