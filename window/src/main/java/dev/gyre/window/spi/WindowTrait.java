package dev.gyre.window.spi;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One trait of how a window looks and stands. The same words say what an application wishes for when it opens a window, what
 * it changes later, and what has come about, by its own doing or the user's. Lengths are logical pixels; values are checked as
 * they are made.
 */
public sealed interface WindowTrait {

    /**
     * What the frame shows.
     *
     * @param text the title
     */
    record Title(String text) implements WindowTrait {
        /**
         * Checks the text.
         *
         * @param text the title
         */
        public Title {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * Where the upper left corner of the frame is on the screen.
     *
     * @param x from the left
     * @param y from the top
     */
    record Position(int x, int y) implements WindowTrait {}

    /**
     * How large the page is, without the frame.
     *
     * @param width 1 to 32767
     * @param height 1 to 32767
     */
    record Size(int width, int height) implements WindowTrait {
        /**
         * Checks both.
         *
         * @param width 1 to 32767
         * @param height 1 to 32767
         */
        public Size {
            requireExtent("width", width);
            requireExtent("height", height);
        }
    }

    /**
     * How small the user may make the page.
     *
     * @param width 1 to 32767
     * @param height 1 to 32767
     */
    record Minimum(int width, int height) implements WindowTrait {
        /**
         * Checks both.
         *
         * @param width 1 to 32767
         * @param height 1 to 32767
         */
        public Minimum {
            requireExtent("width", width);
            requireExtent("height", height);
        }
    }

    /**
     * How large the user may make the page.
     *
     * @param width 1 to 32767
     * @param height 1 to 32767
     */
    record Maximum(int width, int height) implements WindowTrait {
        /**
         * Checks both.
         *
         * @param width 1 to 32767
         * @param height 1 to 32767
         */
        public Maximum {
            requireExtent("width", width);
            requireExtent("height", height);
        }
    }

    /**
     * Whether the user may change the size.
     *
     * @param allowed true by default
     */
    record Resizable(boolean allowed) implements WindowTrait {}

    /**
     * Whether the window is bare, without title and border. For opening alone.
     *
     * @param wanted false by default
     */
    record Frameless(boolean wanted) implements WindowTrait {}

    /**
     * Whether it stays above other windows.
     *
     * @param wanted false by default
     */
    record OnTop(boolean wanted) implements WindowTrait {}

    /**
     * What is seen where the page paints nothing, and before it is there.
     *
     * @param rgb red, green and blue, 0 to 0xFFFFFF; white by default
     */
    record Background(int rgb) implements WindowTrait {
        /**
         * Checks the colour.
         *
         * @param rgb red, green and blue, 0 to 0xFFFFFF; white by default
         */
        public Background {
            require(rgb >= 0 && rgb <= 0xFFFFFF, "rgb", rgb, "0..16777215");
        }
    }

    /**
     * The picture that the system shows for the window.
     *
     * @param path an absolute path of the application's assets
     */
    record Icon(String path) implements WindowTrait {
        /**
         * Checks the path.
         *
         * @param path an absolute path of the application's assets
         */
        public Icon {
            require(path.startsWith("/") && !path.startsWith("//"), "path", path, "an absolute path");
        }
    }

    /**
     * How much larger the page is shown.
     *
     * @param factor 0.1 to 10; 1 by default
     */
    record Zoom(double factor) implements WindowTrait {
        /**
         * Checks the factor.
         *
         * @param factor 0.1 to 10; 1 by default
         */
        public Zoom {
            require(factor >= 0.1 && factor <= 10, "factor", factor, "0.1..10");
        }
    }

    /**
     * Whether the keyboard is the window's. To wish for it brings the window to the front.
     *
     * @param held false is only ever told, never wished for
     */
    record Focus(boolean held) implements WindowTrait {}

    /**
     * How it stands on the screen.
     *
     * @param state normal by default
     */
    record Mode(State state) implements WindowTrait {
        /**
         * Checks the state.
         *
         * @param state normal by default
         */
        public Mode {
            Objects.requireNonNull(state, "state");
        }
    }

    /**
     * Whether it is there to be seen; one that is not keeps its page running.
     *
     * @param wanted true by default
     */
    record Visible(boolean wanted) implements WindowTrait {}

    /** What its page makes of a window: told by every page that has {@code gyre.js}, and never wished for. */
    sealed interface OfPage extends WindowTrait {}

    /**
     * What the page calls itself, {@code document.title}; the frame keeps a title of its own.
     *
     * @param text at most 1,000 characters
     */
    record PageTitle(String text) implements OfPage {
        /**
         * Checks the text.
         *
         * @param text at most 1,000 characters
         */
        public PageTitle {
            requireShort("text", text);
        }
    }

    /**
     * Where the page is within the application's origin.
     *
     * @param path path and query, at most 1,000 characters
     */
    record Location(String path) implements OfPage {
        /**
         * Checks the path.
         *
         * @param path path and query, at most 1,000 characters
         */
        public Location {
            requireShort("path", path);
        }
    }

    /**
     * What the user likes pages to look like, as this page sees it: {@code prefers-color-scheme}.
     *
     * @param scheme light where the web view knows nothing of it
     */
    record Theme(Scheme scheme) implements OfPage {
        /**
         * Checks the scheme.
         *
         * @param scheme light where the web view knows nothing of it
         */
        public Theme {
            Objects.requireNonNull(scheme, "scheme");
        }
    }

    /** What pages may be to look like. */
    enum Scheme {
        /** Dark on light. */
        LIGHT,
        /** Light on dark. */
        DARK
    }

    /** How a window may stand on the screen. */
    enum State {
        /** As large as its size says. */
        NORMAL,
        /** Out of sight. */
        MINIMISED,
        /** As large as the screen has room. */
        MAXIMISED,
        /** The whole screen, without a frame. */
        FULL_SCREEN
    }

    /**
     * All kinds of traits that can be wished for.
     *
     * @return their classes
     */
    static Set<Class<? extends WindowTrait>> kinds() {
        return Arrays.stream(WindowTrait.class.getPermittedSubclasses())
                .filter(kind -> kind != OfPage.class)
                .map(kind -> kind.<WindowTrait>asSubclass(WindowTrait.class))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static void requireExtent(String name, int value) {
        require(value >= 1 && value <= 32_767, name, value, "1..32767");
    }

    private static void requireShort(String name, String value) {
        require(value.length() <= 1_000, name, value.length() + " characters", "at most 1000");
    }

    private static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
