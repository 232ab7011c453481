package dev.gyre.ipc.spi;

/**
 * The runtime's end of one {@link Transport}. A transport calls it from one thread at a time.
 *
 * <p>The first message must be a hello within {@link #HELLO_BYTES} bytes, or the transport is closed.
 */
public interface PageLink {

    /** The size a message may have before the page has proved itself: a hello is far smaller. */
    int HELLO_BYTES = 4096;

    /**
     * Takes a text message of the page.
     *
     * @param bytes holds the message, which is not kept
     * @param offset where it begins
     * @param length its length in bytes
     */
    void receive(byte[] bytes, int offset, int length);

    /**
     * Takes a binary message of the page, never its first.
     *
     * @param bytes holds the message, which is not kept
     * @param offset where it begins
     * @param length its length in bytes
     */
    void receiveBinary(byte[] bytes, int offset, int length);

    /**
     * Ends the connection because the transport cannot take what came: too large, no text, broken. A session ends with it,
     * for its page would only send the same again.
     *
     * @param reason why
     */
    void refuse(CloseReason reason);

    /** Sends what waits while the transport is writable. */
    void drain();

    /** Says that the transport is gone, for whatever reason. Idempotent. */
    void lost();

    /**
     * Whether the page has proved itself, so that messages up to {@link #messageBytes()} may follow.
     *
     * @return true once welcomed
     */
    boolean isProven();

    /**
     * The size a message of a proven page may have.
     *
     * @return the limit in bytes
     */
    int messageBytes();
}
