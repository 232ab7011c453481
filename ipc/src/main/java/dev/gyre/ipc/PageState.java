package dev.gyre.ipc;

import dev.gyre.event.EventType;
import dev.gyre.event.Lane;

/**
 * A change in the life of a page session, published on the lane of window messages.
 *
 * @param window the name of the page's window
 * @param session the session's id
 * @param generation which load of the window's page this is, from 1
 * @param change what happened
 */
public record PageState(String window, long session, long generation, Change change) {

    /** The changes of every page session. */
    public static final EventType<PageState> TYPE =
            EventType.of("gyre.page.state", PageState.class).on(Lane.WINDOW_MESSAGES);

    /**
     * What happens to a page session.
     *
     * <pre>{@code
     * OPENED -> READY -> LOST -> RESUMED -> LOST -> ... -> ENDED
     * }</pre>
     */
    public enum Change {
        /** It presented a code and was welcomed. */
        OPENED,
        /** It has subscribed to what it begins with; what waited for it is on its way. */
        READY,
        /** Its transport is gone; it may come back until the grace is over. */
        LOST,
        /** It came back. */
        RESUMED,
        /** It is over, with all its calls and subscriptions. */
        ENDED
    }
}
