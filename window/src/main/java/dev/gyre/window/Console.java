package dev.gyre.window;

import dev.gyre.window.spi.PageNews.ConsoleLine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a page writes to its console, on its way to the log and the bus: not more than anybody can read. */
final class Console {

    private static final System.Logger LOG = System.getLogger("dev.gyre.window.console");

    private static final int MAX_LENGTH = 1_000;

    /** Lines within a second; what is above is counted. */
    private static final int MAX_LINES = 100;

    private final Consumer<ConsoleLine> told;

    /** Guarded by this. */
    private long second = Long.MIN_VALUE;

    private int lines;
    private long dropped;

    /** What there is room for is told on the thread that it comes on; how many had none, at the latest a second later. */
    Console(Consumer<ConsoleLine> told) {
        this.told = told;
    }

    /** Tells a line, unless there are too many. */
    void admit(ConsoleLine line) {
        long before = room();
        if (before >= 0) {
            told.accept(new ConsoleLine(
                    line.level(), printable(line.text()), printable(line.source()), line.line(), before));
        }
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
            if (dropped == 0) {
                CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(this::tellDropped);
            }
            dropped++;
            return -1;
        }
        lines++;
        return takeDropped();
    }

    private synchronized long takeDropped() {
        long before = dropped;
        dropped = 0;
        return before;
    }

    /** A page that has fallen silent has no line more to tell it with. */
    private void tellDropped() {
        long before = takeDropped();
        if (before > 0) {
            told.accept(new ConsoleLine(System.Logger.Level.WARNING, missing(before), "", 0, before));
        }
    }

    private static String missing(long dropped) {
        return dropped + " lines of its console dropped";
    }

    /** In the log how many are missing stands before the line that tells it, once where that says nothing else. */
    static void log(String window, ConsoleLine line) {
        String missing = missing(line.dropped());
        if (line.dropped() > 0) {
            LOG.log(System.Logger.Level.WARNING, "window \"{0}\": {1}", window, missing);
        }
        boolean isToldAlready = line.dropped() > 0 && line.text().equals(missing);
        if (!isToldAlready && LOG.isLoggable(line.level())) {
            String place = line.source().isEmpty() ? "" : " (" + line.source() + ":" + line.line() + ")";
            LOG.log(line.level(), "window \"{0}\": {1}{2}", window, line.text(), place);
        }
    }
}
