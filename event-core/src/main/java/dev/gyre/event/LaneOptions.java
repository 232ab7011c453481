package dev.gyre.event;

import java.time.Duration;

/** The options of one lane: how much it holds, and what {@link EventBus#publish} does when it is full. */
public final class LaneOptions {

    private int capacity;
    private long blockNanos = Duration.ofSeconds(1).toNanos();

    LaneOptions(int capacity) {
        this.capacity = capacity;
    }

    /**
     * How many events the ring holds.
     *
     * @param capacity a power of two
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public LaneOptions capacity(int capacity) {
        if (capacity < 2 || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity: " + capacity + " (expected: power of two in 2..1073741824)");
        }
        this.capacity = capacity;
        return this;
    }

    /**
     * Makes {@code publish} wait for room; the default, with one second.
     *
     * @param deadline how long at most, more than zero
     * @return this
     * @throws IllegalArgumentException if not positive
     */
    public LaneOptions block(Duration deadline) {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("deadline: " + deadline + " (expected: more than zero)");
        }
        this.blockNanos = deadline.toNanos();
        return this;
    }

    /**
     * Makes {@code publish} refuse at once.
     *
     * @return this
     */
    public LaneOptions reject() {
        this.blockNanos = 0;
        return this;
    }

    int capacity() {
        return capacity;
    }

    /** How long a publisher may wait for room, in nanoseconds; 0 to refuse at once. */
    long blockNanos() {
        return blockNanos;
    }
}
