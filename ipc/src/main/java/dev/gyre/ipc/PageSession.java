package dev.gyre.ipc;

import dev.gyre.event.EventType;
import dev.gyre.event.PublishResult;

/**
 * One load of one page in one window. Calls, subscriptions and queued events belong to it and end with it.
 *
 * <p>Safe to use from any thread; nothing here blocks.
 */
public interface PageSession {

    /**
     * The session's id.
     *
     * @return positive, unique in its runtime
     */
    long id();

    /**
     * Which load of the window's page this is.
     *
     * @return 1 for the first
     */
    long generation();

    /**
     * The name of the window it is shown in.
     *
     * @return the window's name
     */
    String window();

    /**
     * Whether its page can be reached now: false while its transport is lost, and once it has ended.
     *
     * @return true while connected
     */
    boolean isConnected();

    /**
     * Whether it is over.
     *
     * @return true once ended
     */
    boolean isEnded();

    /**
     * Sends an event to this page alone, see {@link Ipc#emit}. It hears it if it is subscribed to the type.
     *
     * @param type the type
     * @param payload the payload
     * @param <T> the payload's class
     * @return whether the lane took it
     */
    <T> PublishResult emit(EventType<T> type, T payload);

    /**
     * Its account.
     *
     * @return a snapshot, each figure read without locks
     */
    PageAccount account();

    /** Ends it: its page is told, and cannot come back without a new code. */
    void end();
}
