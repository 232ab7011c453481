package dev.gyre.event;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
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

    private static final Delivery ON_WORKER =
            new Delivery(null, 0, Overflow.DROP_OLDEST, Delivery::noKey, "", OnFailure.REPORT);

    private final @Nullable Executor executor;
    private final int capacity;
    private final Overflow overflow;
    private final Function<Object, @Nullable Object> key;
    private final String name;
    private final OnFailure onFailure;

    private Delivery(
            @Nullable Executor executor,
            int capacity,
            Overflow overflow,
            Function<Object, @Nullable Object> key,
            String name,
            OnFailure onFailure) {
        this.executor = executor;
        this.capacity = capacity;
        this.overflow = overflow;
        this.key = key;
        this.name = name;
        this.onFailure = onFailure;
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
        Objects.requireNonNull(executor, "executor");
        return new Delivery(executor, DEFAULT_CAPACITY, Overflow.DROP_OLDEST, Delivery::noKey, "", OnFailure.REPORT);
    }

    /**
     * To a stream, through a buffer of its own.
     *
     * @param capacity the number of events the buffer holds, 1 to 2^30; rounded up to a power of two,
     *     at least 2, but for {@link Overflow#COALESCE}
     * @param overflow what it does when full
     * @return the delivery
     */
    public static Delivery buffered(int capacity, Overflow overflow) {
        Objects.requireNonNull(overflow, "overflow");
        return new Delivery(null, requireCapacity(capacity), overflow, Delivery::noKey, "", OnFailure.REPORT);
    }

    /**
     * With another mailbox size.
     *
     * @param capacity the number of events the mailbox holds, 1 to 2^30; rounded up to a power of two,
     *     at least 2, but for {@link Overflow#COALESCE}
     * @return the changed delivery
     * @throws IllegalStateException for {@link #onWorker()}, which has no mailbox
     */
    public Delivery capacity(int capacity) {
        requireBuffer("capacity");
        return new Delivery(executor, requireCapacity(capacity), overflow, key, name, onFailure);
    }

    /**
     * With another overflow policy.
     *
     * @param overflow what the mailbox does when full; {@link Overflow#COALESCE} alone keeps the newest of each type
     * @return the changed delivery
     * @throws IllegalStateException for {@link #onWorker()}, which has no mailbox
     */
    public Delivery overflow(Overflow overflow) {
        requireBuffer("overflow");
        Objects.requireNonNull(overflow, "overflow");
        return new Delivery(executor, capacity, overflow, key, name, onFailure);
    }

    /**
     * Keeping only the newest of the events that wait, by a key: for what floods and is of interest only as it is now, like
     * moves, sizes, scroll positions and progress. Events of different types never replace one another.
     *
     * @param payload the class of payloads the key is taken from; others of one type have one key
     * @param key gives the key of a payload, with {@code equals} and {@code hashCode}; runs on a worker, must be short
     * @param <T> the payload's class
     * @return the changed delivery, with {@link Overflow#COALESCE}
     * @throws IllegalStateException for {@link #onWorker()}, where nothing waits
     */
    public <T> Delivery coalesce(Class<T> payload, Function<? super T, ?> key) {
        requireBuffer("coalesce");
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(key, "key");
        Function<Object, @Nullable Object> any =
                each -> payload.isInstance(each) ? key.apply(payload.cast(each)) : null;
        return new Delivery(executor, capacity, Overflow.COALESCE, any, name, onFailure);
    }

    /**
     * With another policy for handlers that throw.
     *
     * @param onFailure what happens to the subscription then
     * @return the changed delivery
     */
    public Delivery onFailure(OnFailure onFailure) {
        Objects.requireNonNull(onFailure, "onFailure");
        return new Delivery(executor, capacity, overflow, key, name, onFailure);
    }

    /**
     * With a name for reports.
     *
     * @param name the subscription's name
     * @return the changed delivery
     */
    public Delivery named(String name) {
        Objects.requireNonNull(name, "name");
        return new Delivery(executor, capacity, overflow, key, name, onFailure);
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

    Function<Object, @Nullable Object> key() {
        return key;
    }

    OnFailure onFailure() {
        return onFailure;
    }

    String nameOr(String fallback) {
        return name.isEmpty() ? fallback : name;
    }

    private void requireBuffer(String what) {
        if (capacity == 0) {
            throw new IllegalStateException(what + ": delivery on a worker has no mailbox; use Delivery.on(executor)");
        }
    }

    private static @Nullable Object noKey(Object payload) {
        return null;
    }

    private static int requireCapacity(int capacity) {
        if (capacity < 1 || capacity > 1 << 30) {
            throw new IllegalArgumentException("capacity: " + capacity + " (expected: 1..1073741824)");
        }
        return capacity;
    }
}
