package dev.gyre.window;

import dev.gyre.event.EventType;
import dev.gyre.event.Lane;
import dev.gyre.window.spi.PageNews;

/**
 * Something has happened to the page of a window, or by its doing: it crashed, wanted to leave, wrote to its console, had files
 * dropped on it. What it is called and where it is are traits, told by {@link WindowChanged}. No page hears this.
 *
 * @param window the window's name
 * @param id the window's id
 * @param news what happened
 */
public record PageEvent(String window, long id, PageNews news) {

    /** The type of these events, on the lane of window messages. */
    public static final EventType<PageEvent> TYPE =
            EventType.of("gyre.page", PageEvent.class).on(Lane.WINDOW_MESSAGES);
}
