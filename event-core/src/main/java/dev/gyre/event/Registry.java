package dev.gyre.event;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Interns event types by name to dense ids, from 0 upwards. Finding a type that was met before takes no lock and, for a
 * type object used with one bus, no map either. Types are never forgotten: there are as many as the application
 * declares, at most {@value #MAX_TYPES}.
 */
final class Registry {

    /** A bound for the dispatch tables, far above what is declared by hand: names made from data must fail early. */
    static final int MAX_TYPES = 65_536;

    private final Map<String, LaneRing> lanes;
    private final ReentrantLock structure;
    private final Listener listener;
    private final ConcurrentHashMap<String, TypeEntry> byName = new ConcurrentHashMap<>();

    /** Told of each new type under the structure lock, before any publisher can use it. */
    interface Listener {
        void registered(TypeEntry entry);
    }

    Registry(Map<String, LaneRing> lanes, ReentrantLock structure, Listener listener) {
        this.lanes = lanes;
        this.structure = structure;
        this.listener = listener;
    }

    TypeEntry entry(EventType<?> type) {
        TypeEntry entry = type.resolved;
        return entry != null && entry.registry == this ? entry : resolve(type);
    }

    @Nullable
    TypeEntry find(String name) {
        return byName.get(name);
    }

    Collection<TypeEntry> entries() {
        return byName.values();
    }

    private TypeEntry resolve(EventType<?> type) {
        TypeEntry entry = byName.get(type.name());
        if (entry == null) {
            entry = register(type);
        }
        if (!entry.type.equals(type)) {
            throw new IllegalArgumentException("event type: " + type + " (expected: " + entry.type + ", as first met)");
        }
        type.resolved = entry;
        return entry;
    }

    LaneRing requireLane(String what, String name) {
        LaneRing lane = lanes.get(name);
        if (lane == null) {
            throw new IllegalArgumentException(what + ": " + name + " (expected: one of " + lanes.keySet() + ")");
        }
        return lane;
    }

    private TypeEntry register(EventType<?> type) {
        LaneRing lane = requireLane("lane of " + type.name(), type.lane());
        structure.lock();
        try {
            TypeEntry known = byName.get(type.name());
            if (known != null) {
                return known;
            }
            if (byName.size() == MAX_TYPES) {
                throw new IllegalStateException("event types: " + MAX_TYPES + " are registered, the most a bus takes; "
                        + "use one type for " + type.name() + " and its like, and put what differs in the payload");
            }
            TypeEntry entry = new TypeEntry(this, byName.size(), type, lane);
            listener.registered(entry);
            byName.put(type.name(), entry);
            return entry;
        } finally {
            structure.unlock();
        }
    }
}
