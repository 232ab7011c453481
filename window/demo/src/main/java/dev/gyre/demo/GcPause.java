package dev.gyre.demo;

import dev.gyre.event.EventType;

/**
 * One garbage collection.
 *
 * @param at when it ended, in milliseconds since 1970
 * @param collector the collector's name
 * @param action what it did
 * @param cause why
 * @param millis how long, in milliseconds
 * @param before bytes used by all pools before it
 * @param after bytes used by all pools after it
 */
public record GcPause(long at, String collector, String action, String cause, long millis, long before, long after) {

    /** Published after each collection. */
    public static final EventType<GcPause> TYPE = EventType.of("monitor.gc", GcPause.class);
}
