package dev.gyre.window;

import dev.gyre.event.EventType;
import dev.gyre.event.Lane;
import dev.gyre.window.spi.Screen;
import java.util.List;

/**
 * Screens were found, at the start, or have come, gone or changed, as far as the backend's toolkit tells.
 *
 * @param now all of them
 */
public record ScreensChanged(List<Screen> now) {

    /** The type of these events, on the lane of window messages. */
    public static final EventType<ScreensChanged> TYPE =
            EventType.of("gyre.window.screens", ScreensChanged.class).on(Lane.WINDOW_MESSAGES);
}
