package dev.gyre.event;

import java.util.Arrays;

/**
 * One worker's targets by dense type id: copy-on-write, so that dispatch is a volatile read and two array reads, and
 * changing it from inside a handler is safe. Written under the bus's structure lock, in time linear in the number of
 * types; read by the worker alone.
 *
 * <p>A publisher that saw a subscription made publishes afterwards, and the worker reads the table after it saw the
 * event: so it sees the subscription too.
 */
final class DispatchTable {

    private static final Target[] NONE = {};

    private volatile Target[][] rows = {};

    Target[] row(int typeId) {
        Target[][] current = rows;
        return typeId < current.length ? current[typeId] : NONE;
    }

    void add(int typeId, Target target) {
        Target[] row = row(typeId);
        Target[] longer = Arrays.copyOf(row, row.length + 1);
        longer[row.length] = target;
        replace(typeId, longer);
    }

    void remove(int typeId, BusSubscription subscription) {
        replace(
                typeId,
                Arrays.stream(row(typeId))
                        .filter(target -> target.subscription() != subscription)
                        .toArray(Target[]::new));
    }

    private void replace(int typeId, Target[] row) {
        Target[][] current = rows;
        Target[][] changed = Arrays.copyOf(current, Math.max(current.length, typeId + 1));
        Arrays.fill(changed, current.length, changed.length, NONE);
        changed[typeId] = row;
        rows = changed;
    }
}
