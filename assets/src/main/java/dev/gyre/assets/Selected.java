package dev.gyre.assets;

/**
 * What a request is about to get: the current content of an asset, and what is said of it.
 *
 * @param content the bytes, opened
 * @param encoding how they are coded
 * @param mediaType what they are once decoded
 * @param validators by what they are known
 * @param caching the value of {@code Cache-Control}
 * @param vary the value of {@code Vary}, or nothing
 */
record Selected(
        OpenContent content,
        ContentEncoding encoding,
        String mediaType,
        Validators validators,
        String caching,
        String vary) {

    /** The browser keeps a copy and asks each time whether it is still good: an edit is seen at the next load. */
    static final String ASK = "no-cache";

    /** The name changes with the content, so a copy stays good for as long as anyone may say: a year. */
    static final String KEEP = "public, max-age=31536000, immutable";

    /** Whether a response says the same of the same content. */
    boolean saysTheSame(Selected other) {
        return mediaType.equals(other.mediaType)
                && caching.equals(other.caching)
                && vary.equals(other.vary)
                && encoding == other.encoding
                && validators.lastModified() == other.validators.lastModified()
                && validators.etag().equals(other.validators.etag());
    }
}
