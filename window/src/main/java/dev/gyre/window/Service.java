package dev.gyre.window;

import java.time.Duration;
import java.util.Set;

/**
 * A part of the application that starts and stops with it. Any object may serve pages with its
 * {@linkplain dev.gyre.ipc.Binding bindings}; one that also has a life of its own implements this.
 *
 * <p>Services start at once, each on a thread of its own, but after those it {@linkplain #needs() needs}; they stop one after
 * the other, in the reverse of the order in which they came to run.
 */
public interface Service {

    /**
     * Which services must run before this one starts.
     *
     * @return classes or interfaces; each must be that of another registered service, and of several all are waited for
     */
    default Set<Class<?>> needs() {
        return Set.of();
    }

    /**
     * How long {@link #start} may take before the application gives up.
     *
     * @return more than zero; 30 s by default
     */
    default Duration startTime() {
        return Duration.ofSeconds(30);
    }

    /**
     * Starts, before any window opens. Runs on a thread of its own, which is interrupted when the time is over or another
     * service has refused.
     *
     * @param application the application, whose bus is running
     * @throws Exception to refuse: the application then stops what was started, and does not start
     */
    default void start(Application application) throws Exception {}

    /**
     * Stops, after all windows are closed, before the services it needed. Called only if {@link #start} returned. It may take
     * 5 s; then its thread is interrupted and the next one stops.
     *
     * @throws Exception is reported; the others stop all the same
     */
    default void stop() throws Exception {}
}
