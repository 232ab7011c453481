package dev.gyre.window;

import dev.gyre.window.spi.PageNews.ConsoleLine;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a page writes to its console, on its way to the log and the bus: not more than anybody can read. */
final class Console {

    private static final System.Logger LOG = System.getLogger("dev.gyre.window.console");

    private static final int MAX_LENGTH = 1_000;

    /** Lines within a second; what is above is counted. */
    private static final int MAX_LINES = 100;

    private final String window;

    /** Guarded by this. */
    private long second = Long.MIN_VALUE;

    private int lines;
    private long dropped;

    Console(String window) {
        this.window = window;
    }

    /** Logs a line, unless there are too many: then there is nothing to tell. */
    @Nullable
    ConsoleLine admit(ConsoleLine line) {
        long before = room();
        if (before < 0) {
            return null;
        }
        if (before > 0) {
            LOG.log(System.Logger.Level.WARNING, "window \"{0}\": {1} lines of its console dropped", window, before);
        }
        ConsoleLine admitted =
                new ConsoleLine(line.level(), printable(line.text()), printable(line.source()), line.line(), before);
        if (LOG.isLoggable(line.level())) {
            String place = admitted.source().isEmpty() ? "" : " (" + admitted.source() + ":" + line.line() + ")";
            LOG.log(line.level(), "window \"{0}\": {1}{2}", window, admitted.text(), place);
        }
        return admitted;
    }

    /** On one line. */
    private static String printable(String text) {
        return text.substring(0, Math.min(text.length(), MAX_LENGTH)).replaceAll("\\p{Cntrl}", " ");
    }

    /** How many lines were dropped since the last that had room, or -1 if this one has none. */
    private synchronized long room() {
        long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
        if (now != second) {
            second = now;
            lines = 0;
        }
        if (lines == MAX_LINES) {
            dropped++;
            return -1;
        }
        lines++;
        long before = dropped;
        dropped = 0;
        return before;
    }
}
