package dev.gyre.ipc;

import org.jspecify.annotations.Nullable;

/** What the failures of a service's bindings are to the page. */
@FunctionalInterface
public interface ErrorMapping {

    /** Every failure that is no {@link CallException} is {@code failed}. */
    ErrorMapping NONE = error -> null;

    /**
     * Says what a page learns of a failure. Runs on the thread on which the binding failed. A {@link CallException} never
     * comes here: it says so itself.
     *
     * @param error what the binding threw, or its stage, mono or stream ended with
     * @return what the page learns, or null for {@code failed} with no more than the binding's name
     */
    @Nullable
    CallException map(Throwable error);
}
