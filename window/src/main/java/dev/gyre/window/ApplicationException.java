package dev.gyre.window;

/** Thrown when an application cannot start: the message says which part and what to do, the cause, where there is one, says why. */
public final class ApplicationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ApplicationException(String message) {
        super(message);
    }

    ApplicationException(String message, Throwable cause) {
        super(message, cause);
    }
}
