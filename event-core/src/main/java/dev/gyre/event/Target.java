package dev.gyre.event;

import org.jspecify.annotations.Nullable;

/**
 * One subscription's place under one type.
 *
 * @param type the type heard
 * @param subscription who hears it
 * @param joinedAfter the lane's position when it joined; it hears what has a higher sequence
 * @param order its place among all that ever joined the bus: targets of one event are called in this order
 * @param replay what it is given before the first event it hears, or null if its type keeps nothing
 */
record Target(
        EventType<?> type,
        BusSubscription subscription,
        long joinedAfter,
        long order,
        @Nullable Replay replay) {

    boolean isOwed() {
        return replay != null && !replay.isBegun();
    }

    /** The payload of its replay that it was given last, or null. */
    @Nullable
    Object given() {
        return replay == null ? null : replay.last();
    }
}
