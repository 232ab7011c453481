package dev.gyre.assets;

import java.util.concurrent.atomic.AtomicLong;

/** What the small files of one listing may keep on the heap together. Thread-safe. */
final class HeapBudget {

    /** What a page consists of is under this; images and films above it would crowd it out of the heap. */
    static final long SMALL = 256 * 1024;

    /** In bytes. Beyond it files are read for each request. */
    private static final long BUDGET = 32L * 1024 * 1024;

    private final AtomicLong taken = new AtomicLong();

    /** Whether there is room for so many bytes more; if so they are taken, for good. */
    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= BUDGET) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }
}
