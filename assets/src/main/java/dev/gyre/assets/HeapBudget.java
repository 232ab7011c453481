package dev.gyre.assets;

import java.util.concurrent.atomic.AtomicLong;

/** What the small files of one listing may keep in memory together. Thread-safe. */
final class HeapBudget {

    /** What a page consists of is under this; films above it would crowd it out of memory. In bytes. */
    static final long SMALL = 1024 * 1024;

    /** In bytes. Beyond it files are read for each request. */
    private static final long BUDGET = 32L * 1024 * 1024;

    private final AtomicLong taken = new AtomicLong();

    /** Whether there is room for so many bytes more; if so they are taken. */
    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= BUDGET) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    /** They are no longer kept. */
    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }
}
