package dev.gyre.event;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which subscription stands where: gives each its number, its worker and its place under every type that it matches.
 *
 * <p>All of it is guarded by the bus's structure lock, under which no user code runs. Publishers and workers take it
 * neither to publish nor to deliver (a {@code once} handler does to leave): they read the tables, which are copy-on-write.
 */
final class Subscribers {

    private final ReentrantLock structure;
    private final Worker[] workers;
    private final DispatchTable[] tables;

    /** How many subscriptions each worker serves. */
    private final int[] loads;

    /** Those that are open, in the order they were made. */
    private final Set<BusSubscription> open = new LinkedHashSet<>();

    private final List<TypeEntry> types = new ArrayList<>();

    private long numbered;

    /** No subscription is taken any more. */
    private boolean sealed;

    /**
     * None so far.
     *
     * @param structure the structure lock
     * @param workers who may be given subscriptions
     * @param tables where each of them looks them up
     */
    Subscribers(ReentrantLock structure, Worker[] workers, DispatchTable[] tables) {
        this.structure = structure;
        this.workers = workers;
        this.tables = tables;
        this.loads = new int[workers.length];
    }

    /** A type was registered: workers know it, and patterns that match it hear it from its first event on. */
    void registered(TypeEntry entry) {
        types.add(entry);
        for (DispatchTable table : tables) {
            table.add(new Row(entry.type));
        }
        open.forEach(subscription -> placeIfMatching(subscription, entry));
    }

    /** Opens a subscription to a type, unless it was closed before; false if none is taken any more. */
    boolean add(BusSubscription subscription, TypeEntry type) {
        return addAnd(subscription, () -> place(subscription, type));
    }

    /** Likewise, for one that goes by patterns. */
    boolean add(BusSubscription subscription) {
        return addAnd(subscription, () -> {
            subscription
                    .scope()
                    .patterns()
                    .forEach(each -> subscription.patterns().put(each.toString(), each));
            types.forEach(entry -> placeIfMatching(subscription, entry));
        });
    }

    private boolean addAnd(BusSubscription subscription, Runnable place) {
        structure.lock();
        try {
            if (sealed) {
                return false;
            }
            if (!subscription.isClosed()) {
                enter(subscription);
                place.run();
            }
            return true;
        } finally {
            structure.unlock();
        }
    }

    private void enter(BusSubscription subscription) {
        open.add(subscription);
        subscription.number = numbered++;
        subscription.worker = leastLoaded();
        loads[subscription.worker]++;
        tables[subscription.worker].add(subscription);
    }

    private int leastLoaded() {
        int least = 0;
        for (int i = 1; i < loads.length; i++) {
            if (loads[i] < loads[least]) {
                least = i;
            }
        }
        return least;
    }

    private void placeIfMatching(BusSubscription subscription, TypeEntry entry) {
        if (!subscription.attached.contains(entry) && matches(subscription, entry)) {
            place(subscription, entry);
        }
    }

    private static boolean matches(BusSubscription subscription, TypeEntry entry) {
        return !entry.type.equals(EventBus.UNHEARD)
                && subscription.scope().admits(entry.type)
                && subscription.patterns().values().stream().anyMatch(pattern -> pattern.matches(entry.type.name()));
    }

    private void place(BusSubscription subscription, TypeEntry entry) {
        subscription.attached.add(entry);
        Row row = tables[subscription.worker].row(entry.id);
        Replay replay = row.history == null ? null : new Replay(row.history);
        Target target = new Target(entry.type, subscription, entry.lane.cursor(), replay);
        row.add(target);
        entry.changeListeners(1);
        if (replay != null) {
            entry.lane.owe(subscription.worker, target);
            workers[subscription.worker].wakeIfParked();
        }
    }

    private void displace(BusSubscription subscription, TypeEntry entry) {
        tables[subscription.worker].row(entry.id).remove(subscription);
        entry.changeListeners(-1);
    }

    void addPattern(BusSubscription subscription, EventPattern pattern) {
        structure.lock();
        try {
            subscription.patterns().put(pattern.toString(), pattern);
            if (open.contains(subscription)) {
                types.forEach(entry -> placeIfMatching(subscription, entry));
            }
        } finally {
            structure.unlock();
        }
    }

    void removePattern(BusSubscription subscription, String pattern) {
        structure.lock();
        try {
            subscription.patterns().remove(pattern);
            subscription.attached.removeIf(entry -> {
                boolean unmatched = !matches(subscription, entry);
                if (unmatched) {
                    displace(subscription, entry);
                }
                return unmatched;
            });
        } finally {
            structure.unlock();
        }
    }

    void remove(BusSubscription subscription) {
        structure.lock();
        try {
            if (open.remove(subscription)) {
                loads[subscription.worker]--;
                tables[subscription.worker].remove(subscription);
                subscription.attached.forEach(entry -> displace(subscription, entry));
                subscription.attached.clear();
            }
        } finally {
            structure.unlock();
        }
    }

    List<BusSubscription> all() {
        structure.lock();
        try {
            return new ArrayList<>(open);
        } finally {
            structure.unlock();
        }
    }

    /** Takes none any more. Returns those that are open. */
    List<BusSubscription> seal() {
        structure.lock();
        try {
            sealed = true;
            return new ArrayList<>(open);
        } finally {
            structure.unlock();
        }
    }
}
