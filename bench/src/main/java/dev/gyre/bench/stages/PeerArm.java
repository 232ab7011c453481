package dev.gyre.bench.stages;

import java.util.List;
import java.util.function.Consumer;

/** A bus as it comes, at its best for the traffic it was opened for. */
interface PeerArm extends AutoCloseable {

    /** Publishes an event, waiting for room where the bus has a bound. Called by as many threads as the traffic says. */
    void publish(Ping ping);

    @Override
    void close();

    /** Opens an arm. */
    @FunctionalInterface
    interface Factory {

        /**
         * Opens the arm and connects its subscribers.
         *
         * @param traffic who will publish to whom
         * @param ears who hears: all of them every event, or each those of its type, by number
         */
        PeerArm open(Traffic traffic, List<Consumer<Ping>> ears);
    }
}
