package dev.gyre.window.spi;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What is to become of one window, alone or together with others, and what has. Safe to use from any thread. */
public final class WindowChange {

    private final BackendWindow window;
    private final List<WindowTrait> traits;
    private final CompletableFuture<@Nullable Void> outcome = new CompletableFuture<>();

    /**
     * A change that has not begun.
     *
     * @param window the window
     * @param traits what to change, in order
     */
    public WindowChange(BackendWindow window, List<WindowTrait> traits) {
        this.window = window;
        this.traits = List.copyOf(traits);
    }

    /**
     * The window.
     *
     * @return the window
     */
    public BackendWindow window() {
        return window;
    }

    /**
     * What to change.
     *
     * @return the traits, in order
     */
    public List<WindowTrait> traits() {
        return traits;
    }

    /**
     * Does the change or a part of it, here and now, unless it is over. Whatever that throws is the outcome, and harms no
     * other window.
     *
     * @param work the work
     */
    public void attempt(Runnable work) {
        if (outcome.isDone()) {
            return;
        }
        try {
            work.run();
        } catch (RuntimeException | Error refused) {
            outcome.completeExceptionally(refused);
        }
    }

    /** Says that it has come about. The first outcome counts. */
    public void done() {
        outcome.complete(null);
    }

    /**
     * What has become of it.
     *
     * @return the outcome, to which the application adds a deadline
     */
    public CompletableFuture<@Nullable Void> outcome() {
        return outcome;
    }
}
