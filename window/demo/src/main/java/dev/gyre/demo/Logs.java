package dev.gyre.demo;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Where log lines go while the demo runs: all to its own log, warnings to standard error too. */
final class Logs {

    /** What JavaFX says of being on the class path, where one jar has everything. Held, for who made it may be collected. */
    private static final Logger JAVAFX = Logger.getLogger("javafx");

    private Logs() {}

    static void install(@Nullable OwnLog ownLog) {
        Logger root = Logger.getLogger("");
        for (Handler console : root.getHandlers()) {
            console.setLevel(Level.WARNING);
        }
        JAVAFX.setFilter(line -> !line.getMessage().startsWith("Unsupported JavaFX configuration"));
        if (ownLog != null) {
            root.addHandler(ownLog);
        }
    }

    static void remove(@Nullable OwnLog ownLog) {
        if (ownLog != null) {
            Logger.getLogger("").removeHandler(ownLog);
            ownLog.close();
        }
    }
}
