package dev.gyre.window;

/**
 * A part of the application that starts and stops with it. Any object may serve pages with its
 * {@linkplain dev.gyre.ipc.Binding bindings}; one that also has a life of its own implements this.
 */
public interface Service {

    /**
     * Starts, before any window opens, after the services registered earlier. Runs on the thread that starts the
     * application.
     *
     * @param application the application, whose bus is running
     * @throws Exception to refuse: the application then stops what was started, and does not start
     */
    default void start(Application application) throws Exception {}

    /**
     * Stops, after all windows are closed, before the services registered earlier. Called only if {@link #start}
     * returned.
     *
     * @throws Exception is reported; the others stop all the same
     */
    default void stop() throws Exception {}
}
