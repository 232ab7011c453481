package dev.gyre.window;

import dev.gyre.event.EventType;
import dev.gyre.event.Lane;
import dev.gyre.window.spi.WindowTrait;

/**
 * A trait of a window has changed: it was moved, resized, focused, minimised, and so on, by the application or the user. While
 * the lane has no room only the newest value of each trait waits.
 *
 * @param window the window's name
 * @param id the window's id
 * @param now the new value
 */
public record WindowChanged(String window, long id, WindowTrait now) {

    /** The type of these events, on the lane of window messages. */
    public static final EventType<WindowChanged> TYPE =
            EventType.of("gyre.window.changed", WindowChanged.class).on(Lane.WINDOW_MESSAGES);
}
