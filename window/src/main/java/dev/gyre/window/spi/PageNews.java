package dev.gyre.window.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What happens to a page, or by its doing, and is no trait of its window: each of it counts, not only the newest. */
public sealed interface PageNews {

    /**
     * It wanted to leave the application's origin, or to open a window, and was not let.
     *
     * @param origin where it wanted to; without user, path and query, at most 100 characters; empty where the web view does not
     *     tell it
     */
    record Refused(String origin) implements PageNews {

        private static final Pattern URL = Pattern.compile(
                "^([a-zA-Z][a-zA-Z0-9+.-]{0,20}:)(?:(//)(?:[^/?#@]*@)?([!-~&&[^/?#@]]{0,70}))?.*", Pattern.DOTALL);

        /**
         * Keeps of a URL what is neither secret nor unfit for a log.
         *
         * @param origin a URL, or nothing
         */
        public Refused {
            origin = URL.matcher(origin).replaceFirst("$1$2$3");
            if (!origin.contains(":")) {
                origin = "";
            }
        }
    }

    /**
     * Its process has died.
     *
     * @param how as the web view says it
     * @param isShownAgain false if it died again soon after it was shown again: the window stays, and is empty
     */
    record Crashed(String how, boolean isShownAgain) implements PageNews {}

    /**
     * It wrote to its console. Where it fell silent after too many lines, one that it did not write tells how many are missing, a
     * second later: its source is empty.
     *
     * @param level how grave it is
     * @param text one line of at most 1,000 characters
     * @param source the script's address; empty where the web view does not tell it
     * @param line the line in it; 0 where the web view does not tell it
     * @param dropped how many lines before it were dropped, for there were more than 100 in a second
     */
    record ConsoleLine(System.Logger.Level level, String text, String source, int line, long dropped)
            implements PageNews {

        /**
         * A line as the web view tells it.
         *
         * @param level how grave it is
         * @param text what was written
         * @param source the script's address, or nothing
         * @param line the line in it, or 0
         */
        public ConsoleLine(System.Logger.Level level, String text, String source, int line) {
            this(level, text, source, line, 0);
        }
    }

    /**
     * The user has dropped files on it. The page itself sees an ordinary {@code drop}, without their places. JavaFX tells of
     * them, and JCEF does on X11: on other systems, where that was not tried, its Chromium may take them before Java hears.
     *
     * @param files where they are, as the system tells it
     */
    record FilesDropped(List<Path> files) implements PageNews {
        /**
         * Copies the list.
         *
         * @param files where they are, as the system tells it
         */
        public FilesDropped {
            files = List.copyOf(files);
        }
    }
}
