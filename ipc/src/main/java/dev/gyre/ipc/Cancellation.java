package dev.gyre.ipc;

/**
 * Whether the page still wants what it called for. A parameter of this type is not the page's to give: a binding that
 * declares one is told when the page cancels its call, and when the session ends.
 *
 * <p>The thread that runs a binding is interrupted as well; this is for work that goes on elsewhere or does not block.
 */
public interface Cancellation {

    /**
     * Whether the result is no longer wanted.
     *
     * @return true once cancelled
     */
    boolean isCancelled();

    /**
     * Has something done when the call is cancelled; at once if it was already. Not done if the call ends otherwise.
     *
     * @param action runs on the thread that cancels, and must not block
     */
    void onCancel(Runnable action);
}
