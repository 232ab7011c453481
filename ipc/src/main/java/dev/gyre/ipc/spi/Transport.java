package dev.gyre.ipc.spi;

/**
 * Carries messages to one page, in order. It knows nothing of frames: batching, credit, order and limits are the
 * session's.
 *
 * <p>A transport has one thread of its own, or behaves as if it had: it calls its {@link PageLink} from one thread at a
 * time. {@link #wake} and {@link #close} are called from any thread; {@link #isWritable} and {@link #send} only from
 * within {@link PageLink#drain()} and {@link PageLink#receive}.
 */
public interface Transport {

    /** Has {@link PageLink#drain()} called soon, on the transport's own thread. Never blocks; many may become one. */
    void wake();

    /**
     * Has {@link PageLink#drain()} called in about a millisecond, for what would rather go in company. Called from within
     * {@link PageLink#drain()}; many may become one. At once, as {@link #wake} does, unless a transport says otherwise.
     */
    default void wakeSoon() {
        wake();
    }

    /**
     * Whether another message may be sent now. When it becomes true again the transport calls {@link PageLink#drain()}.
     *
     * @return false while it holds as much as it wants to
     */
    boolean isWritable();

    /**
     * Sends a text message. Never blocks.
     *
     * @param message UTF-8; shared with other owners, so it is read and never written
     */
    void send(byte[] message);

    /**
     * Sends a binary message. Never blocks. Never called where the window's {@link MessageForm} is text.
     *
     * @param message the bytes; shared with other owners, so they are read and never written
     */
    void sendBinary(byte[] message);

    /**
     * Ends the connection after what was sent. Idempotent, never blocks; no call of {@link PageLink} is needed after it.
     *
     * @param reason why, for the page
     */
    void close(CloseReason reason);
}
