package dev.gyre.window;

import dev.gyre.window.spi.Backend;
import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.BackendWindow;
import dev.gyre.window.spi.WindowChange;
import dev.gyre.window.spi.WindowTrait;
import java.util.List;
import java.util.Set;

/**
 * Shows windows as pages of an ordinary browser of this machine, over loopback.
 *
 * <p>A window stands for one page at a time; which tab shows it is the user's business. A tab that is closed ends the
 * page's session after ten seconds, not the window, which waits for another {@linkplain Window#link() link} to be opened.
 */
public final class BrowserBackend implements Backend {

    private final boolean launches;

    private BrowserBackend(boolean launches) {
        this.launches = launches;
    }

    /**
     * Opens each window in the user's default browser, where there is one.
     *
     * @return the backend
     */
    public static BrowserBackend create() {
        return new BrowserBackend(true);
    }

    /**
     * Opens nothing by itself: the application hands out {@linkplain Window#link() links}.
     *
     * @return the backend
     */
    public static BrowserBackend withoutLaunch() {
        return new BrowserBackend(false);
    }

    @Override
    public String name() {
        return "browser";
    }

    @Override
    public boolean usesLoopback() {
        return true;
    }

    @Override
    public void start(BackendHost host) {}

    @Override
    public void open(BackendWindow window) {
        if (launches) {
            BrowserLauncher.launch(window.link());
        }
    }

    /** A tab is its user's: nothing can be changed from here. */
    @Override
    public Set<Class<? extends WindowTrait>> traits() {
        return Set.of();
    }

    @Override
    public void change(List<WindowChange> changes) {
        changes.forEach(WindowChange::done); // no trait is asked for
    }

    @Override
    public void close(BackendWindow window) {}

    @Override
    public void stop() {}
}
