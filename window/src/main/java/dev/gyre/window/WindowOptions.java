package dev.gyre.window;

import dev.gyre.ipc.Capabilities;
import dev.gyre.window.spi.WindowTrait;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options of one window. Values are checked as they are set. Not thread-safe. */
public final class WindowOptions {

    private final Map<Class<?>, WindowTrait> traits = new LinkedHashMap<>();
    private String page = "/";
    private Capabilities capabilities = Capabilities.none();
    private Duration closeDeadline = Duration.ofSeconds(5);

    WindowOptions(String name) {
        title(name).size(1024, 768);
    }

    /**
     * What the window's frame shows; its name by default.
     *
     * @param title the title
     * @return this
     */
    public WindowOptions title(String title) {
        return traits(new WindowTrait.Title(title));
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
        return traits(new WindowTrait.Size(width, height));
    }

    /**
     * How else it should look and stand: position, minimum and maximum, resizable, frameless, on top, mode, visible,
     * background, icon, zoom. A backend gives what it can: an ordinary browser none of them.
     *
     * @param wishes the traits; a later one replaces an earlier one of its kind
     * @return this
     * @throws IllegalArgumentException if one of them is a page's alone
     */
    public WindowOptions traits(WindowTrait... wishes) {
        for (WindowTrait wish : wishes) {
            if (wish instanceof WindowTrait.OfPage) {
                throw new IllegalArgumentException("trait: " + wish + " (expected: one that can be wished for)");
            }
            traits.put(wish.getClass(), wish);
        }
        return this;
    }

    /**
     * How long hooks may think about whether the window may be closed, see {@link Window#askToClose()}; 5 s by default.
     *
     * @param deadline positive
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public WindowOptions closeDeadline(Duration deadline) {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("closeDeadline: " + deadline + " (expected: > 0)");
        }
        this.closeDeadline = deadline;
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

    List<WindowTrait> traits() {
        return List.copyOf(traits.values());
    }

    Duration closeDeadline() {
        return closeDeadline;
    }

    String page() {
        return page;
    }

    Capabilities capabilities() {
        return capabilities;
    }
}
