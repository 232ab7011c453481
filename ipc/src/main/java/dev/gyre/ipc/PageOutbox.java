package dev.gyre.ipc;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * What a page sends, over all its connections: each message is kept until the runtime confirms it, and sent again over a
 * new connection if that says it has not come. Between a hello and its welcome messages wait.
 *
 * <p>Any thread may send; all of it is guarded by the lock of this object, under which the connection only queues.
 */
final class PageOutbox {

    /** Messages kept for a test that sends text of its own without end; what it asks through the client bounds itself. */
    private static final int ROOM = 4096;

    private final Consumer<Message> connection;
    private final ArrayDeque<Message> unconfirmed = new ArrayDeque<>();
    private long confirmed;
    private boolean holds;

    PageOutbox(Consumer<Message> connection) {
        this.connection = connection;
    }

    synchronized void send(Message message) {
        unconfirmed.add(message);
        if (!holds) {
            connection.accept(message);
        }
    }

    /** Sends a message now, or never if that cannot be. */
    synchronized void sendNow(Message message) {
        if (!holds && unconfirmed.size() < ROOM) {
            send(message);
        }
    }

    /** A hello is on its way: nothing may come between it and what it will be answered. */
    synchronized void hold() {
        holds = true;
    }

    /** The welcome is there. What the runtime has not received is sent first. */
    synchronized void release(long received) {
        confirm(received);
        unconfirmed.forEach(connection);
        holds = false;
    }

    synchronized void confirm(long received) {
        for (; confirmed < received && !unconfirmed.isEmpty(); confirmed++) {
            unconfirmed.remove();
        }
    }
}
