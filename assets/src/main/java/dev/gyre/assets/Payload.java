package dev.gyre.assets;

/** A URL that Java minted for one page: whoever has it may fetch it, until it is closed or the page ends. */
public final class Payload implements AutoCloseable {

    private final String path;
    private final Runnable revoke;

    Payload(String path, Runnable revoke) {
        this.path = path;
        this.revoke = revoke;
    }

    /**
     * Where it is: for an {@code <img>}, a download link, a {@code fetch} without a token. It is a secret of the page.
     *
     * @return the path, {@code /gyre/payload/} and 128 random bits
     */
    public String path() {
        return path;
    }

    /** Revokes it. What is being fetched from it goes on. Idempotent. */
    @Override
    public void close() {
        revoke.run();
    }

    @Override
    public String toString() {
        return "payload";
    }
}
