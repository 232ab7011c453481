package dev.gyre.event;

/**
 * Told of everything user code throws at the bus: handlers, hooks, subscribers, executors.
 *
 * <p>Called on the thread that met the error, often a worker: it must be short and must not block. What it throws itself
 * is logged and forgotten.
 */
@FunctionalInterface
public interface ErrorHandler {

    /**
     * Reports one failure.
     *
     * @param event the event that was being handled
     * @param source the name of the subscription or hook that failed
     * @param error what it threw, Errors included
     */
    void onError(Event<?> event, String source, Throwable error);
}
