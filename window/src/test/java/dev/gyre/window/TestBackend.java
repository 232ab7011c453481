package dev.gyre.window;

import dev.gyre.window.spi.Backend;
import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.BackendWindow;
import dev.gyre.window.spi.PageNews;
import dev.gyre.window.spi.WindowChange;
import dev.gyre.window.spi.WindowTrait;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Shows nothing, tells what a test has it tell, as a UI thread would, and does something besides where a test has it. */
class TestBackend implements Backend {

    final List<String> shown = new CopyOnWriteArrayList<>();
    volatile BackendHost host;

    /** The last that was opened. */
    volatile BackendWindow window;

    volatile Runnable asItStarts = () -> {};
    volatile Runnable asItOpens = () -> {};
    volatile Runnable asItChanges = () -> {};
    volatile Runnable asItStops = () -> {};

    @Override
    public String name() {
        return "test";
    }

    @Override
    public boolean usesLoopback() {
        return false;
    }

    @Override
    public void start(BackendHost application) {
        host = application;
        asItStarts.run();
    }

    @Override
    public void open(BackendWindow opened) {
        window = opened;
        asItOpens.run();
        shown.add(opened.name());
    }

    @Override
    public Set<Class<? extends WindowTrait>> traits() {
        return WindowTrait.kinds();
    }

    @Override
    public void change(List<WindowChange> changes) {
        asItChanges.run();
        changes.forEach(WindowChange::done);
    }

    @Override
    public CompletionStage<byte[]> screenshot(BackendWindow of) {
        asItChanges.run();
        return CompletableFuture.completedFuture(new byte[0]);
    }

    @Override
    public void close(BackendWindow closed) {
        shown.remove(closed.name());
    }

    @Override
    public void stop() {
        asItStops.run();
    }

    /** Has it tell something of that window's page. */
    final void tell(PageNews news) {
        host.happened(window, news);
    }
}
