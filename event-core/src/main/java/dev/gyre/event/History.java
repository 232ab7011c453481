package dev.gyre.event;

import org.jspecify.annotations.Nullable;

/** The last payloads of one type, oldest first: a ring that overwrites. Not thread-safe: a worker's own. */
final class History {

    private final @Nullable Object[] kept;

    /** How many were ever added. */
    private long count;

    History(int capacity) {
        this.kept = new Object[capacity];
    }

    void add(Object payload) {
        kept[(int) (count++ % kept.length)] = payload;
    }

    Object[] snapshot() {
        int size = (int) Math.min(count, kept.length);
        Object[] items = new Object[size];
        for (int i = 0; i < size; i++) {
            items[i] = kept[(int) ((count - size + i) % kept.length)];
        }
        return items;
    }
}
