package dev.gyre.assets;

/**
 * By what a client can tell whether it still has what there is (RFC 9110, section 8.8).
 *
 * @param etag a strong entity tag
 * @param lastModified seconds since the epoch, or {@link HttpDate#NONE} where it is not known or lies ahead
 */
record Validators(String etag, long lastModified) {

    /** A file can change twice within a second; after one more it cannot any longer have done so unseen. */
    private static final int SETTLED_SECONDS = 2;

    /** A time ahead of ours, or none at all, as some unpackers set it, tells nothing. */
    static Validators of(OpenContent content, long now) {
        long modified = content.lastModified();
        return new Validators(content.etag(), modified <= 0 || modified > now ? HttpDate.NONE : modified);
    }

    boolean hasLastModified() {
        return lastModified != HttpDate.NONE;
    }

    /** Whether the time tells every later change, as a range needs it (section 8.8.2.2). */
    boolean isLastModifiedStrong(long now) {
        return hasLastModified() && lastModified + SETTLED_SECONDS <= now;
    }
}
