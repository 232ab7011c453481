package dev.gyre.assets;

/** Why a request or a connection was refused. Each is counted: {@link AssetServer#refused}. */
public enum Refusal {
    /** Bytes that are not exactly one well-framed HTTP/1.0 or HTTP/1.1 request. */
    MALFORMED(400),
    /** The request line is longer than its limit. */
    REQUEST_LINE_TOO_LONG(414),
    /** Header fields are larger, or more, than their limits. */
    HEADERS_TOO_LARGE(431),
    /** The body is larger than its limit. */
    BODY_TOO_LARGE(413),
    /** The client waits to be told to send its body; no body is wanted. */
    EXPECTATION(417),
    /** The head or the body was not complete in time. */
    TIMEOUT(408),
    /** No {@code Host} field, several, or one that is no host. */
    HOST(400),
    /** The {@code Host} field names somebody else, as it does when a foreign name is bound to loopback. */
    MISDIRECTED(421),
    /** The request target is not in origin form. */
    TARGET(400),
    /** The {@code Origin} field is not ours, or an upgrade has none. */
    ORIGIN(403),
    /** The browser says that another site, or another port, makes the request. */
    FETCH_SITE(403),
    /** A route or a payload was asked for without the proof that a page of ours asks. */
    PROOF(403),
    /** The lane of web-view requests had no room for a request to a route. */
    BUSY(503),
    /** A route, or the dev server, did not begin its response in time. */
    LATE(504),
    /** All places were taken: the connection that was idle longest was closed. No response is sent. */
    CONNECTION_LIMIT(503),
    /** The system had no descriptor for a new connection. None is taken for a second; those that are open go on. */
    NOT_ACCEPTED(503),
    /** Nothing moved for the idle time. The connection was closed without a response. */
    IDLE(408);

    private final int status;

    Refusal(int status) {
        this.status = status;
    }

    /**
     * The status code of the response.
     *
     * @return the code
     */
    public int status() {
        return status;
    }
}
