package dev.gyre.bench.stages;

/**
 * One event of a round.
 *
 * @param index its number in the round; each publisher has a run of numbers of its own
 * @param publishedAt just before it was published, in nanoseconds of {@link System#nanoTime}
 * @param data what it carries
 */
record TestEvent(int index, long publishedAt, EventData data) {

    /** The name all of them are published under. */
    static final String NAME = "test-event";
}
