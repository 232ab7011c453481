package dev.gyre.assets;

import java.time.Duration;

/**
 * What one server and one connection may use up.
 *
 * @param requestLine bytes of a request line
 * @param headerBytes bytes of all header fields
 * @param headerFields how many header fields
 * @param body bytes of a body
 * @param headerTime from the first byte of a head to its last
 * @param idleTime without any byte moving
 * @param connections at a time
 */
record Limits(
        int requestLine,
        int headerBytes,
        int headerFields,
        long body,
        Duration headerTime,
        Duration idleTime,
        int connections) {

    /** A URL that a page makes is far shorter, its fields are a few hundred bytes, and a browser opens six connections. */
    static final Limits DEFAULTS =
            new Limits(8 * 1024, 16 * 1024, 100, 4L * 1024 * 1024, Duration.ofSeconds(5), Duration.ofSeconds(30), 256);
}
