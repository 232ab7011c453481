package dev.gyre.window;

import dev.gyre.window.spi.Backend;
import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.BackendWindow;
import dev.gyre.window.spi.WindowChange;
import dev.gyre.window.spi.WindowTrait;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Windows without a screen, a port or a browser, for tests: {@link InMemoryPage} loads pages into them, and every change of
 * a trait comes about at once.
 */
public final class InMemoryBackend implements Backend {

    private volatile @Nullable BackendHost host;

    private InMemoryBackend() {}

    /**
     * A backend for one application.
     *
     * @return the backend
     */
    public static InMemoryBackend create() {
        return new InMemoryBackend();
    }

    @Override
    public String name() {
        return "in-memory";
    }

    @Override
    public boolean usesLoopback() {
        return false;
    }

    @Override
    public void start(BackendHost host) {
        this.host = host;
    }

    @Override
    public void open(BackendWindow window) {
        tell(window, window.traits());
    }

    /** There is nothing to see, and so nothing that could not be done. */
    @Override
    public Set<Class<? extends WindowTrait>> traits() {
        return WindowTrait.kinds();
    }

    @Override
    public void change(List<WindowChange> changes) {
        for (WindowChange change : changes) {
            change.attempt(() -> tell(change.window(), change.traits()));
            change.done();
        }
    }

    private void tell(BackendWindow window, List<WindowTrait> traits) {
        BackendHost application = Objects.requireNonNull(host, "host");
        traits.forEach(trait -> application.changed(window, trait));
    }

    @Override
    public void close(BackendWindow window) {}

    @Override
    public void stop() {}
}
