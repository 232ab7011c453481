package dev.gyre.window.javafx;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that a page sees of Java. It is public because WebKit calls it by reflection; applications have no use for it. */
public final class Bridge {

    private final Consumer<String> inbox;

    Bridge(Consumer<String> inbox) {
        this.inbox = inbox;
    }

    /**
     * Takes a message of the page, on JavaFX's thread. Returns at once.
     *
     * @param message a frame; empty to begin a new connection
     */
    public void post(@Nullable String message) {
        if (message != null) {
            inbox.accept(message);
        }
    }
}
