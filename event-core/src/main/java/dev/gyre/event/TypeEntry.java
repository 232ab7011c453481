package dev.gyre.event;

import org.jspecify.annotations.Nullable;

/**
 * What one registry knows of one event type. It travels to publishers through a racy field of the type, so everything a
 * publisher reads is final, or right when null.
 */
final class TypeEntry {

    final Registry registry;
    final int id;
    final EventType<?> type;
    final LaneRing lane;

    /** Hooks in the order of registration, null for none. Copy-on-write, written under the bus's structure lock. */
    volatile HookEntry @Nullable [] hooks;

    /** How many subscriptions hear this type. Written under the bus's structure lock. */
    private volatile int listeners;

    TypeEntry(Registry registry, int id, EventType<?> type, LaneRing lane) {
        this.registry = registry;
        this.id = id;
        this.type = type;
        this.lane = lane;
    }

    int listeners() {
        return listeners;
    }

    boolean isHeard() {
        return listeners > 0;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time, under the structure lock
    void changeListeners(int by) {
        listeners += by;
    }
}
