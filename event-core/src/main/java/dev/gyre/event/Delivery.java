package dev.gyre.event;

import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How events reach one subscription. Immutable; each method gives a changed copy.
 *
 * <p>{@link #onWorker()} calls the handler on the worker that reads the ring: no hand-off, no buffer, and no time to
 * lose. {@link #on(Executor)} puts a bounded mailbox between: for a UI thread, for I/O, for anything that may block.
 * {@link #buffered} is for streams: a bounded buffer that fills while there is no demand.
 */
public final class Delivery {

    /** Mailbox and stream buffer slots when none are asked for: a burst of a few milliseconds at 100,000 events/s. */
    public static final int DEFAULT_CAPACITY = 1024;

    private static final Delivery ON_WORKER = new Delivery(null, 0, Overflow.DROP_OLDEST, "");

    private final @Nullable Executor executor;
    private final int capacity;
    private final Overflow overflow;
    private final String name;

    private Delivery(@Nullable Executor executor, int capacity, Overflow overflow, String name) {
        this.executor = executor;
        this.capacity = capacity;
        this.overflow = overflow;
        this.name = name;
    }

    /**
     * On the worker itself: the handler must be short and must not block.
     *
     * @return the delivery
     */
    public static Delivery onWorker() {
        return ON_WORKER;
    }

    /**
     * On an executor, through a mailbox of {@value #DEFAULT_CAPACITY} events that drops the oldest when full.
     *
     * @param executor runs the handler, one event at a time and in order, whatever its number of threads
     * @return the delivery
     */
    public static Delivery on(Executor executor) {
        return new Delivery(Objects.requireNonNull(executor, "executor"), DEFAULT_CAPACITY, Overflow.DROP_OLDEST, "");
    }

    /**
     * To a stream, through a buffer of its own.
     *
     * @param capacity the number of events the buffer holds, 1 to 2^30; rounded up to a power of two
     * @param overflow what it does when full
     * @return the delivery
     */
    public static Delivery buffered(int capacity, Overflow overflow) {
        return new Delivery(null, requireCapacity(capacity), Objects.requireNonNull(overflow, "overflow"), "");
    }

    /**
     * With another mailbox size.
     *
     * @param capacity the number of events the mailbox holds, 1 to 2^30; rounded up to a power of two
     * @return the changed delivery
     * @throws IllegalStateException for {@link #onWorker()}, which has no mailbox
     */
    public Delivery capacity(int capacity) {
        requireBuffer("capacity");
        return new Delivery(executor, requireCapacity(capacity), overflow, name);
    }

    /**
     * With another overflow policy.
     *
     * @param overflow what the mailbox does when full
     * @return the changed delivery
     * @throws IllegalStateException for {@link #onWorker()}, which has no mailbox
     */
    public Delivery overflow(Overflow overflow) {
        requireBuffer("overflow");
        return new Delivery(executor, capacity, Objects.requireNonNull(overflow, "overflow"), name);
    }

    /**
     * With a name for reports.
     *
     * @param name the subscription's name
     * @return the changed delivery
     */
    public Delivery named(String name) {
        return new Delivery(executor, capacity, overflow, Objects.requireNonNull(name, "name"));
    }

    @Nullable
    Executor executor() {
        return executor;
    }

    int capacity() {
        return capacity;
    }

    Overflow overflow() {
        return overflow;
    }

    String nameOr(String fallback) {
        return name.isEmpty() ? fallback : name;
    }

    private void requireBuffer(String what) {
        if (capacity == 0) {
            throw new IllegalStateException(what + ": delivery on a worker has no mailbox; use Delivery.on(executor)");
        }
    }

    private static int requireCapacity(int capacity) {
        if (capacity < 1 || capacity > 1 << 30) {
            throw new IllegalArgumentException("capacity: " + capacity + " (expected: 1..1073741824)");
        }
        return capacity;
    }
}
