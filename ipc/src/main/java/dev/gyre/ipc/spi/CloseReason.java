package dev.gyre.ipc.spi;

import java.util.Locale;

/** Why the runtime ends a connection. The code is the WebSocket close code, the text the lower-case name. */
public enum CloseReason {
    /** The window or the runtime was closed. */
    CLOSED(4000),
    /** A newer load of the window's page took its place. */
    REPLACED(4001),
    /** The first message was no hello, or broke a rule that only a foreign client breaks. */
    PROTOCOL(4400),
    /** The code is unknown, has expired, or belongs to another window. */
    CODE_REFUSED(4401),
    /** No hello came in time. */
    HELLO_TIMEOUT(4408),
    /** The code was used before: this is a copy of a tab, or an old link. */
    CODE_USED(4409),
    /** The session that was to be resumed is over. */
    SESSION_ENDED(4410),
    /** The page speaks another version of the protocol. */
    VERSION(4426),
    /** Too many connections wait for their hello, or the page left too many answers unread. */
    OVERLOADED(4429),
    /** The transport's own framing was broken. */
    BROKEN(1002),
    /** The message was no text. */
    NOT_TEXT(1003),
    /** The message was no UTF-8. */
    NOT_UTF8(1007),
    /** The message was larger than the limit. */
    TOO_LARGE(1009);

    private final int code;

    CloseReason(int code) {
        this.code = code;
    }

    /**
     * The WebSocket close code.
     *
     * @return 1000 to 4999
     */
    public int code() {
        return code;
    }

    /**
     * The text that goes with it.
     *
     * @return the name in lower case
     */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
