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
        int connections) {}
