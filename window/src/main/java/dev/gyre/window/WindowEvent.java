package dev.gyre.window;

import dev.gyre.event.EventType;
import dev.gyre.event.Lane;

/**
 * A step in the life of a window. How it looks and stands is told by {@link WindowChanged}.
 *
 * @param window the window's name
 * @param id the window's id
 * @param change what happened
 */
public record WindowEvent(String window, long id, Change change) {

    /** The type of these events, on the lane of window messages. */
    public static final EventType<WindowEvent> TYPE =
            EventType.of("gyre.window.event", WindowEvent.class).on(Lane.WINDOW_MESSAGES);

    /** What may happen. */
    public enum Change {
        /** It exists; its page may not be there yet. */
        CREATED,
        /** A page of it has presented its code, and can be called on. */
        READY,
        /** Its page has gone and did not come back in time, or another took its place; the window stays. */
        PAGE_ENDED,
        /** It is asked to close, by its user or {@link Window#askToClose()}; a hook that vetoes this event keeps it open. */
        CLOSING,
        /** It is gone, and its name is free again. */
        CLOSED
    }
}
