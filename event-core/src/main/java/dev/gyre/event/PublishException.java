package dev.gyre.event;

/** Thrown by {@link EventBus#publish} when the event was not accepted; the message says why and what was full. */
public final class PublishException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The outcome. */
    private final PublishResult result;

    PublishException(PublishResult result, String message) {
        super(message);
        this.result = result;
    }

    PublishException(PublishResult result, String message, Throwable cause) {
        super(message, cause);
        this.result = result;
    }

    /**
     * The outcome that made {@code publish} throw.
     *
     * @return any result but {@link PublishResult#ACCEPTED}
     */
    public PublishResult result() {
        return result;
    }
}
