package dev.gyre.event;

import java.time.Duration;

/**
 * A bounded ring and its account, as seen from outside. Readable from any thread, without locks.
 *
 * <p>At rest {@code offered = accepted + rejected + vetoed}.
 */
public interface Lane {

    /** Frames that pages emit, and window events. */
    String WINDOW_MESSAGES = "window messages";

    /** Events of the application: the lane of a type that names none. */
    String APPLICATION_EVENTS = "application events";

    /** Requests of the web view for assets. */
    String WEBVIEW_REQUESTS = "web-view requests";

    /**
     * The lane's name.
     *
     * @return the name, unique on its bus
     */
    String name();

    /**
     * How many events it holds at most.
     *
     * @return a power of two
     */
    int capacity();

    /**
     * Events that are in the ring now: accepted and not yet passed by every worker.
     *
     * @return 0 to capacity
     */
    int depth();

    /**
     * Events that publishers offered while the bus was open.
     *
     * @return the count
     */
    long offered();

    /**
     * Events that were accepted.
     *
     * @return the count
     */
    long accepted();

    /**
     * Events that were refused because the ring was full, at once or when the wait was over.
     *
     * @return the count
     */
    long rejected();

    /**
     * Events that a hook refused.
     *
     * @return the count
     */
    long vetoed();

    /**
     * Events that were accepted though nobody heard them.
     *
     * @return the count
     * @see EventBus#UNHEARD
     */
    long unheard();

    /**
     * How long publishers have waited for room, all together.
     *
     * @return the time
     */
    Duration blocked();

    /**
     * Takes what was measured of the time from publication to the end of delivery since this was called last. Nothing is
     * measured until {@link EventBus#measureLatency} switches it on.
     *
     * @return the figures since the last call, from any caller
     */
    Latency takeLatency();
}
