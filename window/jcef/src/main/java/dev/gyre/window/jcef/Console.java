package dev.gyre.window.jcef;

import java.util.concurrent.TimeUnit;
import org.cef.CefSettings.LogSeverity;

/** Takes what a page writes to its console into the log of the application: not more than it can read. */
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

    void log(LogSeverity severity, String message, String source, int line) {
        System.Logger.Level level = level(severity);
        if (LOG.isLoggable(level) && hasRoom()) {
            LOG.log(level, "window \"{0}\": {1} ({2}:{3})", window, printable(message), printable(source), line);
        }
    }

    private static System.Logger.Level level(LogSeverity severity) {
        return switch (severity) {
            case LOGSEVERITY_VERBOSE -> System.Logger.Level.DEBUG;
            case LOGSEVERITY_WARNING -> System.Logger.Level.WARNING;
            case LOGSEVERITY_ERROR, LOGSEVERITY_FATAL -> System.Logger.Level.ERROR;
            default -> System.Logger.Level.INFO;
        };
    }

    /** On one line. */
    private static String printable(String text) {
        return text.substring(0, Math.min(text.length(), MAX_LENGTH)).replaceAll("\\p{Cntrl}", " ");
    }

    private synchronized boolean hasRoom() {
        long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
        if (now != second) {
            if (dropped > 0) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "window \"{0}\": {1} lines of its console dropped",
                        window,
                        dropped);
            }
            second = now;
            lines = 0;
            dropped = 0;
        }
        if (lines == MAX_LINES) {
            dropped++;
            return false;
        }
        lines++;
        return true;
    }
}
