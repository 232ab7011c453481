package dev.gyre.window.spi;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The views of an application's own that a backend is to show windows in, by the names of the windows, until these are opened.
 * Safe to use from any thread; nothing here blocks.
 *
 * @param <V> the view, told from another by {@code equals}
 */
public final class AttachedViews<V> {

    private static final System.Logger LOG = System.getLogger(AttachedViews.class.getName());

    private final String kind;

    /** Guarded by this. */
    private final Map<String, V> views = new LinkedHashMap<>();

    /** Guarded by this. */
    private boolean isClosed;

    /**
     * None so far.
     *
     * @param kind what the backend calls a view in messages, such as {@code browser}
     */
    public AttachedViews(String kind) {
        this.kind = kind;
    }

    /**
     * Keeps a view for the next window of a name.
     *
     * @param window the window's name
     * @param view the view
     * @throws IllegalArgumentException if the name is blank or has a view already, or the view a name
     * @throws IllegalStateException if this is closed
     */
    public synchronized void attach(String window, V view) {
        if (isClosed) {
            throw new IllegalStateException(
                    "attach: window \"" + window + "\" (expected: an application that is not closed)");
        }
        require(!window.isBlank(), "window: \"" + window + "\" (expected: a name)");
        require(!views.containsValue(view), kind + ": attached already (expected: one window alone)");
        require(
                !views.containsKey(window),
                "window: \"" + window + "\" (expected: one that no " + kind + " is attached for yet)");
        views.put(window, view);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * Gives away the view that is kept for a window, which is being opened.
     *
     * @param window the window's name
     * @return the view; null if there is none, so that the backend makes one
     */
    public synchronized @Nullable V take(String window) {
        return views.remove(window);
    }

    /**
     * The windows that views are kept for.
     *
     * @return a snapshot of their names
     */
    public synchronized Set<String> windows() {
        return Set.copyOf(views.keySet());
    }

    /** Takes no more. */
    public synchronized void close() {
        isClosed = true;
    }

    /** Logs the names that no window has had, which were misspelt perhaps. For the end of an application that was started. */
    public void logUnused() {
        Set<String> unused = windows();
        if (!unused.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "attached for windows that were never opened: {0}", unused);
        }
    }
}
