package dev.gyre.event;

import java.time.Duration;

/**
 * Delivery latency over an interval, from publication until the last handler on the worker returned.
 *
 * @param count deliveries measured
 * @param p50 the median; like the others zero if there were none
 * @param p99 the 99th percentile
 * @param max the largest
 */
public record Latency(long count, Duration p50, Duration p99, Duration max) {

    /** Of an interval without deliveries. */
    static final Latency NONE = new Latency(0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
