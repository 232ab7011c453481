package dev.gyre.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all subscriptions share: their name, their end, their account and their place in the bus.
 *
 * <p>{@link #receive} is called by one worker, in ring order. {@code closed} is written by anyone, once, and read before
 * each delivery.
 */
abstract class BusSubscription implements PatternSubscription {

    final Counter matched = new Counter();
    final Counter delivered = new Counter();
    final Counter failed = new Counter();
    final Counter dropped = new Counter();

    private final RingEventBus bus;
    private final String name;

    /** The one type it hears as bare payloads, or null if it hears patterns as {@link Event}s. */
    private final @Nullable EventType<?> type;

    /** By their text. Guarded by the bus's structure lock, like all that follows. */
    private final Map<String, EventPattern> patterns = new LinkedHashMap<>();

    final List<TypeEntry> attached = new ArrayList<>();
    int worker;

    private volatile boolean closed;

    BusSubscription(RingEventBus bus, String name, @Nullable EventType<?> type) {
        this.bus = bus;
        this.name = name;
        this.type = type;
    }

    /** Takes one event from the worker. Never throws, never blocks. */
    abstract void receive(EventType<?> eventType, Object payload);

    /** Counts as dropped whatever waits. Called after the end, by anyone, more than once. */
    abstract void discard();

    /** The bus has delivered its last event: what waits may still go, nothing will follow. */
    void complete() {}

    /** The time for what waits is over: it counts as dropped, and the subscription ends. Called after {@link #complete}. */
    void expire() {
        close();
    }

    /** What the handler is given: the payload of a typed subscription, the event of a pattern's. */
    final Object item(EventType<?> eventType, Object payload) {
        return type == null ? Event.of(eventType, payload) : payload;
    }

    /** Counts and reports a delivery that threw. */
    final void fail(Object item, Throwable error) {
        failed.increment();
        report(item, error);
    }

    final void report(Object item, Throwable error) {
        bus.failures().report(event(item), name, error);
    }

    private Event<?> event(Object item) {
        return type == null ? (Event<?>) item : Event.of(type, item);
    }

    final @Nullable EventType<?> type() {
        return type;
    }

    final Map<String, EventPattern> patterns() {
        return patterns;
    }

    @Override
    public final void add(String pattern) {
        bus.addPattern(this, EventPattern.of(pattern));
    }

    @Override
    public final void remove(String pattern) {
        bus.removePattern(this, pattern);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        bus.detach(this);
        discard();
    }

    @Override
    public final long matched() {
        return matched.get();
    }

    @Override
    public final long delivered() {
        return delivered.get();
    }

    @Override
    public final long failed() {
        return failed.get();
    }

    @Override
    public final long dropped() {
        return dropped.get();
    }

    @Override
    public String toString() {
        return "subscription \"" + name + "\": matched " + matched() + ", delivered " + delivered() + ", failed "
                + failed() + ", dropped " + dropped() + ", waiting " + waiting();
    }
}
