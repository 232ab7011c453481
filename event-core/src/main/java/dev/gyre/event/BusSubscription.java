package dev.gyre.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all subscriptions share: their name, their end, their account and their place in the bus.
 *
 * <p>{@link #take} is called by one worker, in ring order. {@code closed} is written by anyone, once, and read before
 * each delivery.
 */
abstract class BusSubscription implements PatternSubscription {

    final Counter delivered = new Counter();
    final Counter failed = new Counter();
    final Counter dropped = new Counter();
    final Counter coalesced = new Counter();

    private final RingEventBus bus;
    private final String name;
    private final OnFailure onFailure;

    private final Scope scope;
    private final boolean typed;

    /** By their text. Guarded by the bus's structure lock, like the three that follow. */
    private final Map<String, EventPattern> patterns = new LinkedHashMap<>();

    final List<TypeEntry> attached = new ArrayList<>();
    int worker;

    /** Its place among all that ever subscribed: those who hear the same event are called in this order. */
    long number;

    private volatile boolean closed;

    /**
     * Whether what is published is what is handled: it hears bare payloads, is open, and was never led around. One look in
     * place of three for each delivery. Set false after what makes it so, and for good.
     */
    private volatile boolean direct;

    /** Set by the watchdog when the handler holds up its thread, taken back by the worker when it is over. */
    private volatile @Nullable Detour detour;

    BusSubscription(RingEventBus bus, Scope scope, Delivery delivery) {
        this.bus = bus;
        this.scope = scope;
        this.typed = scope.type() != null;
        this.direct = typed;
        this.name = delivery.nameOr(scope.name());
        this.onFailure = delivery.onFailure();
    }

    /** Takes one event from the worker. Never throws. */
    final void take(EventType<?> eventType, Object payload, Tenure tenure) {
        if (direct) {
            tenure.enter(number);
            receive(payload);
        } else if (!closed) {
            takeItem(item(eventType, payload), tenure);
        }
    }

    private void takeItem(Object item, Tenure tenure) {
        Detour around = detour;
        if (around != null) {
            if (!around.isOver()) {
                around.put(item, tenure);
                return;
            }
            detour = null;
        }
        tenure.enter(number);
        receive(item);
    }

    /** Handles one item; called by one thread at a time, in order. Never throws. */
    abstract void receive(Object item);

    /** Whether what comes is put aside already, because a thread is held up. */
    final boolean isLedAround() {
        return detour != null;
    }

    final void leadAround(Detour around) {
        detour = around;
        direct = false;
        if (closed) {
            around.discard();
        }
    }

    /** Counts as dropped whatever waits. Called after the end, by anyone, more than once. */
    abstract void discard();

    /** What waits in its buffer. */
    abstract long backlog();

    /** The bus has delivered its last event: what waits may still go, nothing will follow. */
    void complete() {}

    /** The time for what waits is over: it counts as dropped, and the subscription ends. Called after {@link #complete}. */
    void expire() {
        close();
    }

    /** What the handler is given: the payload of a typed subscription, the event of any other. */
    private Object item(EventType<?> eventType, Object payload) {
        return typed ? payload : Event.of(eventType, payload);
    }

    /** Counts and reports a delivery that threw, and ends the subscription if that is its policy. */
    final void fail(Object item, Throwable error) {
        failed.add(1); // a mailbox fails on its worker and on its executor
        report(item, error);
        if (onFailure == OnFailure.UNSUBSCRIBE) {
            close();
        }
    }

    final void report(Object item, Throwable error) {
        EventType<?> type = scope.type();
        bus.failures().report(type == null ? (Event<?>) item : Event.of(type, item), name, error);
    }

    final Scope scope() {
        return scope;
    }

    final Map<String, EventPattern> patterns() {
        return patterns;
    }

    @Override
    public final void add(String pattern) {
        bus.subscribers().addPattern(this, EventPattern.of(pattern));
    }

    @Override
    public final void remove(String pattern) {
        bus.subscribers().removePattern(this, pattern);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean isClosed() {
        return closed;
    }

    /** Ends it, though it keeps its place until it is closed. */
    final void hearNoMore() {
        closed = true;
        direct = false;
    }

    @Override
    public void close() {
        hearNoMore();
        bus.subscribers().remove(this);
        Detour around = detour;
        if (around != null) {
            around.discard();
        }
        discard();
    }

    @Override
    public final long matched() {
        return delivered() + failed() + dropped() + coalesced() + waiting();
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
    public final long coalesced() {
        return coalesced.get();
    }

    @Override
    public final long waiting() {
        Detour around = detour;
        return backlog() + (around == null ? 0 : around.size());
    }

    @Override
    public String toString() {
        return "subscription \"" + name + "\": matched " + matched() + ", delivered " + delivered() + ", failed "
                + failed() + ", dropped " + dropped() + ", coalesced " + coalesced() + ", waiting " + waiting();
    }
}
