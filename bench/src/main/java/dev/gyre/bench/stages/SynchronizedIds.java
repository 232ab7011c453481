package dev.gyre.bench.stages;

/** Ids from a counter under a lock: what one writes first. */
final class SynchronizedIds {

    private long last;

    synchronized long next() {
        return ++last;
    }
}
