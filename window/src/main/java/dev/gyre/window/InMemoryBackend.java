package dev.gyre.window;

import dev.gyre.window.spi.Backend;
import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.BackendWindow;

/** Windows without a screen, a port or a browser, for tests: {@link InMemoryPage} loads pages into them. */
public final class InMemoryBackend implements Backend {

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
    public void start(BackendHost host) {}

    @Override
    public void open(BackendWindow window) {}

    @Override
    public void close(BackendWindow window) {}

    @Override
    public void stop() {}
}
