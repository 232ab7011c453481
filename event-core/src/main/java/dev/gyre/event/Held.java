package dev.gyre.event;

import org.jspecify.annotations.Nullable;

/**
 * What holds a worker up.
 *
 * @param subscription whose handler it is, or null if it was closed meanwhile
 * @param event what the handler was called with
 */
record Held(@Nullable BusSubscription subscription, Event<?> event) {

    String name() {
        return subscription == null ? "a closed subscription" : subscription.name();
    }
}
