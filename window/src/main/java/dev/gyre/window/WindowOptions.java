package dev.gyre.window;

import dev.gyre.ipc.Capabilities;
import java.util.Objects;

/** The options of one window. Values are checked as they are set. Not thread-safe. */
public final class WindowOptions {

    private String title;
    private int width = 1024;
    private int height = 768;
    private String page = "/";
    private Capabilities capabilities = Capabilities.none();

    WindowOptions(String name) {
        this.title = name;
    }

    /**
     * What the window's frame shows; its name by default.
     *
     * @param title the title
     * @return this
     */
    public WindowOptions title(String title) {
        this.title = Objects.requireNonNull(title, "title");
        return this;
    }

    /**
     * How large the window would like to be; 1024 by 768 by default.
     *
     * @param width logical pixels, 1 to 32767
     * @param height logical pixels, 1 to 32767
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public WindowOptions size(int width, int height) {
        this.width = requireExtent("width", width);
        this.height = requireExtent("height", height);
        return this;
    }

    /**
     * The page it shows; {@code /} by default.
     *
     * @param path an absolute path of the application's assets
     * @return this
     * @throws IllegalArgumentException if it does not begin with one slash
     */
    public WindowOptions page(String path) {
        if (!path.startsWith("/") || path.startsWith("//") || path.indexOf('#') >= 0) {
            throw new IllegalArgumentException("page: " + path + " (expected: an absolute path without a fragment)");
        }
        this.page = path;
        return this;
    }

    /**
     * Grants capabilities to the window's pages, beside those granted before. Nothing is open that is not granted.
     *
     * @param grants from {@link Capabilities#calls}, {@link Capabilities#hears} and {@link Capabilities#emits}
     * @return this
     */
    public WindowOptions allow(Capabilities... grants) {
        capabilities = capabilities.and(Capabilities.of(grants));
        return this;
    }

    private static int requireExtent(String name, int value) {
        if (value < 1 || value > 32_767) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1..32767)");
        }
        return value;
    }

    String title() {
        return title;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    String page() {
        return page;
    }

    Capabilities capabilities() {
        return capabilities;
    }
}
