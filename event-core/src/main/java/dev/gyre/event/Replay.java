package dev.gyre.event;

import org.jspecify.annotations.Nullable;

/**
 * What one new target is given of what its type has kept. Made under the structure lock; the worker's own from then on: it
 * begins right before the first event that the target hears, or when the worker has come to the position of its joining
 * and no such event is there yet.
 */
final class Replay {

    private static final Object[] NOTHING = {};

    private final History history;
    private Object @Nullable [] items;
    private int next;

    Replay(History history) {
        this.history = history;
    }

    boolean isBegun() {
        return items != null;
    }

    /** The payload after the last one that was taken, or null if that was all. */
    @Nullable
    Object next() {
        if (items == null) {
            items = history.snapshot();
        }
        if (next < items.length) {
            return items[next++];
        }
        items = NOTHING; // what was given is the subscriber's now
        return null;
    }

    /** What {@link #next} gave last, or null. Read by the watchdog. */
    @Nullable
    Object last() {
        Object[] begun = items;
        int at = next - 1;
        return begun == null || at < 0 || at >= begun.length ? null : begun[at];
    }
}
