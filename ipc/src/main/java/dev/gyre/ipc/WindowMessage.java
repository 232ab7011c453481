package dev.gyre.ipc;

import dev.gyre.event.Event;
import dev.gyre.event.EventType;
import dev.gyre.event.Lane;

/**
 * An event that a page emitted, as it travels on the lane of window messages before it is published on its own lane.
 *
 * @param window the name of the page's window
 * @param session the id of the page's session
 * @param event what the page emitted, decoded
 */
public record WindowMessage(String window, long session, Event<?> event) {

    /** Every event emitted by any page, in the order the pages' transports brought them. */
    public static final EventType<WindowMessage> TYPE =
            EventType.of("gyre.window.message", WindowMessage.class).on(Lane.WINDOW_MESSAGES);
}
