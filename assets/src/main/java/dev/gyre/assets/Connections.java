package dev.gyre.assets;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The open connections of a server, at most as many as its limit. Thread-safe. */
final class Connections {

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Sinks.Empty<Void> drained = Sinks.empty();
    private final int limit;
    private final Refusals refusals;

    /** Written by who closes the server, read by every event loop. */
    private volatile boolean isClosing;

    Connections(int limit, Refusals refusals) {
        this.limit = limit;
        this.refusals = refusals;
    }

    int size() {
        return open.size();
    }

    /** Takes a new connection in. When all places are taken the one that was idle longest makes room. */
    void add(Connection connection) {
        if (open.size() >= limit) {
            refusals.record(Refusal.CONNECTION_LIMIT);
            Connection leaving = longestIdle(connection);
            leaving.close();
            // Its place is free at once, or a burst of new ones would choose it again and again.
            open.remove(leaving);
            if (leaving == connection) {
                return;
            }
        }
        open.add(connection);
        if (isClosing) {
            connection.close();
        }
    }

    /** Upgraded ones are never idle: they are alive for their owner. If there is no other, the new one goes. */
    private Connection longestIdle(Connection newest) {
        return open.stream()
                .filter(connection -> !connection.isUpgraded())
                .min(Comparator.comparingLong(connection -> connection.lastActivity() - newest.lastActivity()))
                .orElse(newest);
    }

    void remove(Connection connection) {
        open.remove(connection);
        completeIfDrained();
    }

    /** Lets running responses end and closes everything else; completes when none is left. */
    Mono<Void> drain() {
        isClosing = true;
        open.forEach(Connection::drainSoon);
        completeIfDrained();
        return drained.asMono();
    }

    private void completeIfDrained() {
        if (isClosing && open.isEmpty()) {
            drained.tryEmitEmpty();
        }
    }

    void closeAll() {
        open.forEach(Connection::close);
    }
}
