package dev.gyre.ipc;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The failure of a call as the page sees it: a kind to act upon and a message to show.
 *
 * <p>A binding throws it to say what the page shall learn; every other exception reaches the page as {@code failed}. A
 * {@link PageClient} throws it for each call that ends in an error.
 */
public final class CallException extends RuntimeException {

    /** The name is unknown, or not granted to the page: pages cannot tell which. */
    public static final String NOT_AVAILABLE = "not_available";

    /** An argument, or the number of them, does not fit the binding. */
    public static final String BAD_ARGUMENT = "bad_argument";

    /** The page gave the call up, or its session ended. */
    public static final String CANCELLED = "cancelled";

    /** The binding failed; why stands in the application's log. */
    public static final String FAILED = "failed";

    /** Too much is under way: the page may try again. */
    public static final String OVERLOADED = "overloaded";

    /** The message was not a frame of this protocol. */
    public static final String BAD_FRAME = "bad_frame";

    private static final long serialVersionUID = 1L;

    /** What the page acts upon. */
    private final String kind;

    /**
     * A failure with a kind of the application's own or one of the constants here.
     *
     * @param kind lower-case letters, digits and _, at most 64
     * @param message what the page may show
     * @throws IllegalArgumentException if the kind is not well formed
     */
    public CallException(String kind, String message) {
        this(kind, message, null);
    }

    /**
     * A failure with a cause, which stays in Java.
     *
     * @param kind lower-case letters, digits and _, at most 64
     * @param message what the page may show
     * @param cause what lies behind it
     * @throws IllegalArgumentException if the kind is not well formed
     */
    public CallException(String kind, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.kind = requireKind(kind);
    }

    private CallException(String kind, String message, boolean hasStack) {
        super(message, null, false, hasStack);
        this.kind = kind;
    }

    /** What a page sent does not fit. It is the page that made the mistake: no stack of ours would tell anything of it. */
    static CallException refusal(String kind, String message) {
        return new CallException(kind, message, false);
    }

    /**
     * What the page acts upon.
     *
     * @return the kind
     */
    public String kind() {
        return kind;
    }

    /**
     * What the page may show.
     *
     * @return the message
     */
    @Override
    public String getMessage() {
        return Objects.requireNonNullElse(super.getMessage(), "");
    }

    /** The same failure with the stack of whoever waits for it. */
    CallException again() {
        return new CallException(kind, getMessage(), this);
    }

    private static String requireKind(String kind) {
        if (!isKind(kind)) {
            throw new IllegalArgumentException("kind: " + kind + " (expected: 1..64 of a-z, 0-9 and _)");
        }
        return kind;
    }

    static boolean isKind(String kind) {
        boolean formed = !kind.isEmpty() && kind.length() <= 64;
        for (int i = 0; formed && i < kind.length(); i++) {
            char c = kind.charAt(i);
            formed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        }
        return formed;
    }
}
