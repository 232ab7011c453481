package dev.gyre.event;

import java.time.Duration;

/**
 * Reported, not thrown, when a handler keeps a worker longer than {@link EventBusOptions#handlerBudget}. Its stack trace
 * is that of the thread in the handler at that moment.
 */
public final class BlockedHandlerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BlockedHandlerException(String subscription, Thread thread, Duration held, Duration budget) {
        super("\"" + subscription + "\" has held " + thread.getName() + " for " + held.toMillis()
                + " ms (expected: at most " + budget.toMillis()
                + " ms); give it an executor of its own with Delivery.on(executor)");
        setStackTrace(thread.getStackTrace());
    }
}
