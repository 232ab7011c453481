package dev.gyre.window;

import dev.gyre.window.spi.PageNews;
import java.util.concurrent.TimeUnit;

/** What the pages of a window were not let to do, on its way to the log: a line a second. On the thread of the window's news. */
final class Refusals {

    private static final System.Logger LOG = System.getLogger(Application.class.getName());

    /** Enough to see that it goes on, and no flood of a page that does nothing else. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String window;
    private long next = System.nanoTime();
    private long unlogged;

    Refusals(String window) {
        this.window = window;
    }

    /** Logs a navigation that was refused, or counts it for the next line; other news it leaves alone. */
    void log(PageNews news) {
        if (!(news instanceof PageNews.Refused refused)) {
            return;
        }
        long now = System.nanoTime();
        if (now - next < 0) {
            unlogged++;
            return;
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "window \"{0}\": navigation refused: {1} (expected: a page of the application){2}",
                window,
                refused.origin().isEmpty() ? "unknown" : refused.origin(),
                unlogged == 0 ? "" : ", and " + unlogged + " before it");
        next = now + PAUSE_NANOS;
        unlogged = 0;
    }
}
