package dev.gyre.window.spi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A window of a toolkit: a frame of our own with a page in it, or a view that the application has laid out itself. What it is
 * wished to be like before it is shown waits until then. On the toolkit's thread alone.
 */
public abstract class ToolkitWindow {

    /** What it can change: whether it has a frame is settled as it is made. */
    public static final Set<Class<? extends WindowTrait>> TRAITS = WindowTrait.kinds().stream()
            .filter(kind -> kind != WindowTrait.Frameless.class)
            .collect(Collectors.toUnmodifiableSet());

    /** The rest cannot be had before a window is there. */
    private static final Set<Class<? extends WindowTrait>> SEEN_AT_ONCE = Set.of(
            WindowTrait.Title.class,
            WindowTrait.Size.class,
            WindowTrait.Position.class,
            WindowTrait.Background.class,
            WindowTrait.Zoom.class,
            WindowTrait.Icon.class,
            WindowTrait.Resizable.class);

    private final BackendWindow window;
    private final BackendHost host;
    private final Set<Class<? extends WindowTrait>> kinds;

    /** How it is to be once it is shown; nothing more from then on. */
    private final Map<Class<?>, WindowTrait> wishes = new LinkedHashMap<>();

    private boolean isShown;

    /**
     * A window that is not shown yet.
     *
     * @param window what it shows
     * @param host the application's side
     * @param kinds the traits that it can have as it opens; a wish for any other is left out
     */
    protected ToolkitWindow(BackendWindow window, BackendHost host, Set<Class<? extends WindowTrait>> kinds) {
        this.window = window;
        this.host = host;
        this.kinds = kinds;
        wish(window.traits());
    }

    /** Has it seen. */
    protected abstract void reveal();

    /** Has its page come, where that does not begin as the window is seen; after all that this turn makes is. */
    protected void load() {}

    /**
     * Changes how it looks or stands.
     *
     * @param trait how it is to be
     * @throws UnsupportedOperationException if it cannot be so
     */
    protected abstract void apply(WindowTrait trait);

    /** Tells what it is like now, so far as that has no event of its own, or one that comes later. */
    protected abstract void tellAll();

    /** Ends it, shown or not. */
    protected abstract void close();

    /** Once, and after it is known as open: one that fails in the middle is closed like any other. */
    final void show() {
        List<WindowTrait> possible = wishes.values().stream()
                .filter(wish -> kinds.contains(wish.getClass()))
                .toList();
        possible.stream().filter(ToolkitWindow::isSeenAtOnce).forEach(this::apply);
        reveal();
        possible.stream().filter(wish -> !isSeenAtOnce(wish)).forEach(this::apply);
        isShown = true;
        tellAll();
    }

    private static boolean isSeenAtOnce(WindowTrait wish) {
        return SEEN_AT_ONCE.contains(wish.getClass());
    }

    /** Has its page come, if nothing kept it from being shown. */
    final void loadIfShown() {
        if (isShown) {
            load();
        }
    }

    final void change(List<WindowTrait> traits) {
        if (isShown) {
            traits.forEach(this::apply);
        } else {
            wish(traits);
        }
    }

    private void wish(List<WindowTrait> traits) {
        traits.forEach(trait -> wishes.put(trait.getClass(), trait));
    }

    /** Has the application close a window that could not be made what it was to be. */
    final void attempt(Runnable step) {
        attempt(window, host, step);
    }

    static void attempt(BackendWindow window, BackendHost host, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error failed) {
            host.failed(window, failed);
        }
    }
}
