package dev.gyre.ipc;

import dev.gyre.event.Event;

/**
 * An event for some pages alone, on its way to them over the lane of its type: so it keeps its place among what the same
 * thread publishes there.
 *
 * @param event the event
 * @param target whom it is for
 */
record Emission(Event<?> event, Target target) {

    /** What the types of emissions begin with, one for each lane. */
    static final String NAMES = "gyre.emission.";
}
