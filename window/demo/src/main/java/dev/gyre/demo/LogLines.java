package dev.gyre.demo;

import dev.gyre.event.EventType;
import java.util.List;

/**
 * New lines of the followed log that passed the filter of one window.
 *
 * @param lines the newest of them, in order
 * @param skipped lines that passed too and had no room
 * @param lost bytes that were never read, because the log grew faster than it could be followed
 * @param problem why the filter was given up, or empty
 */
public record LogLines(List<LogLine> lines, long skipped, long lost, String problem) {

    /**
     * The type that carries the log to one window, as its own filter lets it through.
     *
     * @param window the window's name
     * @return the type
     */
    public static EventType<LogLines> type(String window) {
        return EventType.of("monitor.log." + window, LogLines.class);
    }
}
