package dev.gyre.event;

/** Hands what user code threw to the error handler, whatever that does itself. */
final class Failures {

    private static final System.Logger LOG = System.getLogger(Failures.class.getName());

    private final ErrorHandler handler;

    Failures(ErrorHandler handler) {
        this.handler = handler;
    }

    void report(Event<?> event, String source, Throwable error) {
        try {
            handler.onError(event, source, error);
        } catch (Throwable second) { // the last line of defence: nothing may pass it
            log("the error handler failed on an error of " + source, second);
        }
    }

    /** For what has no event to be reported with. */
    static void log(String what, Throwable error) {
        try {
            LOG.log(System.Logger.Level.ERROR, what, error);
        } catch (Throwable ignored) { // and a logger that fails is out of our hands
            Thread.onSpinWait();
        }
    }
}
