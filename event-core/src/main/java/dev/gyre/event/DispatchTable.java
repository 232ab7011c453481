package dev.gyre.event;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Whom one worker serves: its rows by dense type id, and its subscriptions. Rows are added when a type is registered,
 * under the bus's structure lock and before any publisher can use its id; they are read by the worker, in two array reads.
 */
final class DispatchTable {

    private volatile Row[] rows = {};

    /** The worker's own, by number. Changed under the structure lock, read by the watchdog. */
    private final Map<Long, BusSubscription> subscribers = new ConcurrentHashMap<>();

    Row row(int typeId) {
        return rows[typeId];
    }

    /** Adds the row of the next id. */
    void add(Row row) {
        Row[] longer = Arrays.copyOf(rows, rows.length + 1);
        longer[longer.length - 1] = row;
        rows = longer;
    }

    void add(BusSubscription subscriber) {
        subscribers.put(subscriber.number, subscriber);
    }

    void remove(BusSubscription subscriber) {
        subscribers.remove(subscriber.number);
    }

    /** Who is called in an order, or null if it was closed. */
    @Nullable
    BusSubscription subscriber(long order) {
        return subscribers.get(order);
    }
}
