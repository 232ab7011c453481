package dev.gyre.assets;

/**
 * How the bytes of a content are coded on their way: a content coding of HTTP (RFC 9110, section 8.4.1).
 *
 * <p>Assets have their bytes as they are; those of a bundle may have them packed as well, once, when the bundle was made.
 * Nothing is packed or unpacked at run time.
 */
public enum ContentEncoding {
    /** The bytes as they are; every asset has them. */
    IDENTITY("identity"),
    /** Gzip (RFC 1952), which every web view takes. */
    GZIP("gzip"),
    /** Brotli (RFC 7932): smaller, and taken by Chromium but not by JavaFX's WebView. */
    BROTLI("br");

    private final String token;

    ContentEncoding(String token) {
        this.token = token;
    }

    /**
     * Its name in header fields.
     *
     * @return the token
     */
    public String token() {
        return token;
    }
}
