package dev.gyre.bench.stages;

/**
 * The smallest event: made once before anything is measured and published again and again, so that what is allocated is
 * the bus's own.
 *
 * @param publisher which publisher publishes it
 * @param type which of the event types it is of
 * @param value what subscribers add up
 */
record Ping(int publisher, int type, long value) {}
