package dev.gyre.event;

import org.jspecify.annotations.Nullable;

/** One subscription's place under one type. */
final class Target {

    private final EventType<?> type;
    private final BusSubscription subscription;
    private final long joinedAfter;
    private final @Nullable Replay replay;

    /** Written under the bus's structure lock, read by the worker before each call. */
    private volatile boolean left;

    /**
     * A place.
     *
     * @param type the type heard
     * @param subscription who hears it
     * @param joinedAfter the lane's position when it joined; it hears what has a higher sequence
     * @param replay what it is given before the first event it hears, or null if its type keeps nothing
     */
    Target(EventType<?> type, BusSubscription subscription, long joinedAfter, @Nullable Replay replay) {
        this.type = type;
        this.subscription = subscription;
        this.joinedAfter = joinedAfter;
        this.replay = replay;
    }

    EventType<?> type() {
        return type;
    }

    BusSubscription subscription() {
        return subscription;
    }

    long joinedAfter() {
        return joinedAfter;
    }

    /** Targets of one event are called in this order: that in which their subscriptions were made. */
    long order() {
        return subscription.number;
    }

    @Nullable
    Replay replay() {
        return replay;
    }

    /**
     * Whether an event is its own to hear now. One that it joined before and that came ahead of its replay is not: it will
     * be the last of that replay.
     */
    boolean hears(long sequence) {
        return sequence > joinedAfter && !left && !isOwed();
    }

    boolean isOwed() {
        return replay != null && !replay.isBegun();
    }

    /** It hears nothing more under this type, whoever has it at hand. */
    void leave() {
        left = true;
    }

    boolean hasLeft() {
        return left;
    }

    /** The payload of its replay that it was given last, or null. */
    @Nullable
    Object given() {
        return replay == null ? null : replay.last();
    }
}
