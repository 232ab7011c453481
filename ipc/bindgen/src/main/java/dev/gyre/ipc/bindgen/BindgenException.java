package dev.gyre.ipc.bindgen;

/** Something that cannot be told in TypeScript, or cannot be found; the message says what, where and what would do. */
final class BindgenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BindgenException(String message) {
        super(message);
    }

    BindgenException(String message, Throwable cause) {
        super(message, cause);
    }
}
