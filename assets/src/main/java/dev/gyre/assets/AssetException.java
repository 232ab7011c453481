package dev.gyre.assets;

/** What went wrong with a source or the server before anything was served; the message says what and with which value. */
public final class AssetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AssetException(String message) {
        super(message);
    }

    AssetException(String message, Throwable cause) {
        super(message, cause);
    }
}
