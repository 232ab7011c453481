package dev.gyre.window.spi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The windows of a toolkit that has one thread for them. What is asked for is done on that thread in order, in as few turns of
 * it as can be; windows that are made in a turn are shown at its end, as they were told to be by then, so that none is laid out
 * and painted twice.
 *
 * <p>Called from any thread, but where said; nothing here waits.
 *
 * @param <W> a window of this toolkit
 */
public final class ToolkitWindows<W extends ToolkitWindow> {

    private final Executor thread;
    private final Turns turns;
    private final Consumer<List<WindowChange>> settle;

    /** This and the next two are for the toolkit's thread alone. */
    private final Map<Long, W> windows = new HashMap<>();

    /** Those that this turn has made, and is about to show. */
    private final Set<W> made = new LinkedHashSet<>();

    /** What this turn has done, and is to be waited for. */
    private final List<WindowChange> changed = new ArrayList<>();

    /**
     * None so far.
     *
     * @param thread does on the toolkit's thread, later and in order, what it is given
     * @param settle given on that thread what a turn has changed, which it has done once the toolkit has followed
     */
    public ToolkitWindows(Executor thread, Consumer<List<WindowChange>> settle) {
        this.thread = thread;
        this.turns = new Turns(thread, this::endTurn);
        this.settle = settle;
    }

    /**
     * Opens a window.
     *
     * @param window what it shows
     * @param host the application's side, told if it cannot be shown
     * @param maker makes it, on the toolkit's thread
     */
    public void open(BackendWindow window, BackendHost host, Supplier<W> maker) {
        turns.later(() -> ToolkitWindow.attempt(window, host, () -> {
            W next = maker.get();
            windows.put(window.id(), next); // from here on it can be closed, however far it gets
            made.add(next);
        }));
    }

    /** What pages load may hold up the thread: that begins when all windows of this turn are there. */
    private void endTurn() {
        List<W> next = List.copyOf(made);
        made.clear();
        next.forEach(each -> each.attempt(each::show));
        next.forEach(each -> each.attempt(each::loadIfShown));
        if (!changed.isEmpty()) {
            List<WindowChange> done = List.copyOf(changed);
            changed.clear();
            settle.accept(done);
        }
    }

    /**
     * Changes windows.
     *
     * @param changes what to change
     */
    public void change(List<WindowChange> changes) {
        turns.later(() -> {
            changes.forEach(
                    change -> change.attempt(() -> shown(change.window()).change(change.traits())));
            changed.addAll(changes);
        });
    }

    /**
     * A window that is open. On the toolkit's thread.
     *
     * @param window what it shows
     * @return the window
     * @throws IllegalStateException if it is closed
     */
    public W shown(BackendWindow window) {
        W shown = windows.get(window.id());
        if (shown == null) {
            throw new IllegalStateException("window \"" + window.name() + "\" is closed");
        }
        return shown;
    }

    /**
     * Asks a window for something else.
     *
     * @param window what it shows
     * @param what does it, on the toolkit's thread
     * @param <T> what comes of it
     * @return what comes of it; fails with an {@link IllegalStateException} if the window is closed
     */
    public <T extends @Nullable Object> CompletionStage<T> ask(
            BackendWindow window, Function<W, CompletionStage<T>> what) {
        return CompletableFuture.supplyAsync(() -> what.apply(shown(window)), thread)
                .thenCompose(asked -> asked);
    }

    /**
     * Closes a window, if it is open.
     *
     * @param window what it shows
     */
    public void close(BackendWindow window) {
        turns.later(() -> {
            W shown = windows.remove(window.id());
            if (shown != null) {
                made.remove(shown);
                shown.close();
            }
        });
    }
}
