package dev.gyre.ipc;

import java.time.Duration;

/**
 * The bounds of everything a page can make the runtime hold.
 *
 * @param callsInFlight calls and emits of one session without an outcome; announced to the page, which queues above it
 * @param streams streams and uploads of one session under way; announced to the page, which queues above it
 * @param callsAtOnce calls that run or wait for a thread, of all sessions together
 * @param messageBytes a message, either way
 * @param depth of nesting in a message
 * @param numberLength digits of a number
 * @param nameLength characters of a property's name
 * @param subscriptions patterns of one session
 * @param queueItems events that wait for one session
 * @param queueBytes bytes that wait for one session; at least one event always may
 * @param unackedMessages messages on their way to a page that it has not confirmed
 * @param unackedBytes their bytes; at least one message always may
 * @param unproven connections that have not shown their hello
 * @param codes unused codes of one window; the oldest goes
 * @param helloTime how long a connection may take for its hello
 * @param grace how long a session waits for a lost page
 * @param codeLife how long a code is good for
 */
record IpcLimits(
        int callsInFlight,
        int streams,
        int callsAtOnce,
        int messageBytes,
        int depth,
        int numberLength,
        int nameLength,
        int subscriptions,
        int queueItems,
        int queueBytes,
        int unackedMessages,
        int unackedBytes,
        int unproven,
        int codes,
        Duration helloTime,
        Duration grace,
        Duration codeLife) {

    /** How many messages either side takes before it confirms them: a fraction of what may be unconfirmed. */
    static final int ACK_EVERY = 16;

    /** After how many bytes they are confirmed, fewer messages or not: likewise a fraction. */
    static final int ACK_BYTES = 256 << 10;

    static final IpcLimits DEFAULT = new IpcLimits(
            64,
            64,
            1024,
            4 << 20,
            64,
            100,
            1024,
            256,
            1024,
            8 << 20,
            64,
            1 << 20,
            16,
            16,
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60));

    /** Answers that may wait for a page that does not read: one for each call, and those given on the spot. */
    int answers() {
        return callsInFlight + 1024;
    }
}
