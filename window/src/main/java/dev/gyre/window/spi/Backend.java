package dev.gyre.window.spi;

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
     * @return true if the asset server must run
     */
    boolean usesLoopback();

    /**
     * Starts.
     *
     * @param host the application's side
     */
    void start(BackendHost host);

    /**
     * Shows a window.
     *
     * @param window what to show; stays the same object until it is closed
     */
    void open(BackendWindow window);

    /**
     * Takes a window away. Called once for each that was opened, also for one the user has closed.
     *
     * @param window the window
     */
    void close(BackendWindow window);

    /** Stops, and leaves no thread, process or file behind. */
    void stop();
}
