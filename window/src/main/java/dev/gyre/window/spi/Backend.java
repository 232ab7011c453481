package dev.gyre.window.spi;

import dev.gyre.ipc.spi.MessageForm;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Makes windows real. One backend serves one application.
 *
 * <p>The application calls {@link #start} once, then {@link #open} and {@link #close} for each window, from any thread
 * and never two at a time for the same window, and {@link #stop} once, when no window is left. None of them may wait for
 * a UI thread: a backend that has one hands the work over and returns.
 */
public interface Backend {

    /**
     * What it is called in messages and threads.
     *
     * @return a short word, such as {@code browser}
     */
    String name();

    /**
     * Whether its pages load their assets over HTTP on loopback. If not, no port is opened.
     *
     * @return true if the asset server must listen
     */
    boolean usesLoopback();

    /**
     * Under which host its pages stand if they use no loopback, but have requests: their origin is {@code https://HOST}, and
     * the backend passes what they ask for there to {@link BackendHost#answer}.
     *
     * @return a host in lower case; empty if there are no assets without a port
     */
    default Optional<String> directHost() {
        return Optional.empty();
    }

    /**
     * What the way between the runtime and its pages carries.
     *
     * @return binary unless it says otherwise
     */
    default MessageForm form() {
        return MessageForm.BINARY;
    }

    /**
     * What stands before {@code gyre.js}, in the same module, in pages of this backend: a function {@code gyreChannel} on
     * {@code globalThis} takes the place of the WebSocket.
     *
     * @return JavaScript; nothing unless it says otherwise
     */
    default String script() {
        return "";
    }

    /**
     * Starts.
     *
     * @param host the application's side
     */
    void start(BackendHost host);

    /**
     * Shows a window. What goes wrong on a UI thread afterwards is told by {@link BackendHost#failed}.
     *
     * @param window what to show; stays the same object until it is closed
     */
    void open(BackendWindow window);

    /**
     * The kinds of traits that it can change in a window of its own. No other is asked of it.
     *
     * @return their classes, always the same
     */
    Set<Class<? extends WindowTrait>> traits();

    /**
     * Changes windows, at once or, all of them together, as soon as their UI thread can: one turn of it for however many. What
     * comes about is told by {@link BackendHost#changed}, before the outcome of its window; one that fails or takes long keeps
     * no other waiting.
     *
     * @param changes at most one for each window; an outcome of {@link UnsupportedOperationException} stands for what a window
     *     cannot do at all
     */
    void change(List<WindowChange> changes);

    /**
     * Takes a picture of a page as it is shown now. The picture is encoded on no UI thread.
     *
     * @param window the window
     * @return a PNG of as many pixels as the screen has for the page; {@link UnsupportedOperationException} unless overridden
     */
    default CompletionStage<byte[]> screenshot(BackendWindow window) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException(
                "screenshot: of " + name() + " (expected: a backend that paints its windows itself)"));
    }

    /**
     * Opens the web view's own tools for developers. Asked for in development alone.
     *
     * @param window the window whose page they show
     * @return done; {@link UnsupportedOperationException} unless overridden
     */
    default CompletionStage<@Nullable Void> openDevTools(BackendWindow window) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException(
                "dev tools: of " + name() + " (expected: a backend whose web view has some that can be opened)"));
    }

    /**
     * Takes a window away. Called once for each that was opened, also for one the user has closed.
     *
     * @param window the window
     */
    void close(BackendWindow window);

    /** Stops, and leaves no thread, process or file behind. */
    void stop();
}
