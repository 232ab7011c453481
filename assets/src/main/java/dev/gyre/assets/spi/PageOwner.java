package dev.gyre.assets.spi;

import java.util.Objects;

/**
 * One load of one page, to which payloads and running responses of routes belong.
 *
 * @param window the name of the window it is shown in
 * @param session the id of its session, which no other load has
 */
public record PageOwner(String window, long session) {

    /**
     * Checks the name.
     *
     * @param window the name of the window it is shown in
     * @param session the id of its session, which no other load has
     */
    public PageOwner {
        Objects.requireNonNull(window, "window");
    }
}
