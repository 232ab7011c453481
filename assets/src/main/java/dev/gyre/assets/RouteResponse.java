package dev.gyre.assets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.reactivestreams.Publisher;
import reactor.core.Fuseable;
import reactor.core.publisher.Flux;

/**
 * What a route answers: status, media type, fields, and bytes or a stream of bytes. Immutable; each change gives another.
 *
 * <p>A stream is subscribed once a request, on a thread of the server's own, and asked for more only while the client takes
 * what there is. Each item goes out as soon as it is there; those that are there at the same time go together. Buffers are
 * sent as they are, from position to limit, without a copy: whoever gives one must not write to it again. An error before
 * the first item answers 500; one after it aborts the connection, so that the client never takes a part for the whole.
 */
public final class RouteResponse {

    /** The length of a stream is known when it ends. */
    static final long UNKNOWN = -1;

    /** What the server says itself, or must not say. */
    private static final Set<String> OWNED = Set.of(
            "connection",
            "content-length",
            "content-security-policy",
            "content-security-policy-report-only",
            "content-type",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
            "date",
            "keep-alive",
            "proxy-connection",
            "referrer-policy",
            "server",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-content-type-options",
            "x-frame-options");

    private static final String CORS = "access-control-";

    private final int status;
    private final String mediaType;
    private final Map<String, String> headers;
    private final long length;
    private final Publisher<ByteBuffer> body;

    private RouteResponse(
            int status, String mediaType, Map<String, String> headers, long length, Publisher<ByteBuffer> body) {
        this.status = status;
        this.mediaType = mediaType;
        this.headers = headers;
        this.length = length;
        this.body = body;
    }

    /**
     * A stream whose length nobody knows yet, with status 200. The head of a {@code text/event-stream} is sent at once; that
     * of any other stream with its first item.
     *
     * @param mediaType such as {@code text/csv; charset=utf-8}
     * @param body the bytes
     * @return the response
     * @throws IllegalArgumentException if the media type is none
     */
    public static RouteResponse stream(String mediaType, Publisher<ByteBuffer> body) {
        return new RouteResponse(200, checked(mediaType), Map.of(), UNKNOWN, body);
    }

    /**
     * A stream of known length, with status 200. One that turns out shorter or longer is aborted.
     *
     * @param mediaType such as {@code application/zip}
     * @param length how many bytes
     * @param body the bytes
     * @return the response
     * @throws IllegalArgumentException if the media type is none, or the length negative
     */
    public static RouteResponse stream(String mediaType, long length, Publisher<ByteBuffer> body) {
        if (length < 0) {
            throw new IllegalArgumentException("length: " + length + " (expected: 0 or more)");
        }
        return new RouteResponse(200, checked(mediaType), Map.of(), length, body);
    }

    /**
     * Bytes, with status 200.
     *
     * @param mediaType such as {@code image/png}
     * @param bytes the bytes, which are not copied
     * @return the response
     * @throws IllegalArgumentException if the media type is none
     */
    public static RouteResponse bytes(String mediaType, byte[] bytes) {
        return new RouteResponse(200, checked(mediaType), Map.of(), bytes.length, Flux.just(ByteBuffer.wrap(bytes)));
    }

    /**
     * Text in UTF-8, with status 200.
     *
     * @param text the text
     * @return the response
     */
    public static RouteResponse text(String text) {
        return bytes("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Nothing but a status.
     *
     * @param status the status code
     * @return the response
     * @throws IllegalArgumentException if the status is not 200 to 599
     */
    public static RouteResponse empty(int status) {
        return text("").status(status);
    }

    /**
     * The same with another status.
     *
     * @param status the status code
     * @return the response
     * @throws IllegalArgumentException if it is not 200 to 599
     */
    public RouteResponse status(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status: " + status + " (expected: 200..599)");
        }
        return new RouteResponse(status, mediaType, headers, length, body);
    }

    /**
     * The same with one more field, in the place of one of that name. {@code Cache-Control} is {@code no-store} unless set.
     *
     * @param name its name
     * @param value its value
     * @return the response
     * @throws IllegalArgumentException if the name or the value could end the line, or the server sets this field itself
     */
    public RouteResponse header(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!HttpSyntax.isToken(name) || OWNED.contains(lower) || lower.startsWith(CORS)) {
            throw new IllegalArgumentException("header: " + name
                    + " (expected: a name of letters, digits and hyphens that the server does not own)");
        }
        if (!HttpSyntax.isFieldValue(value) || !value.equals(HttpSyntax.trim(value))) {
            throw new IllegalArgumentException("header " + name + ": " + value
                    + " (expected: visible characters up to U+00FF, with spaces only between them)");
        }
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(lower, value);
        return new RouteResponse(status, mediaType, more, length, body);
    }

    private static String checked(String mediaType) {
        MediaType parsed = MediaType.parse(mediaType);
        if (parsed == null) {
            throw new IllegalArgumentException("mediaType: " + mediaType + " (expected: such as text/plain)");
        }
        return parsed.toString();
    }

    int status() {
        return status;
    }

    String mediaType() {
        return mediaType;
    }

    Map<String, String> headers() {
        return headers;
    }

    long length() {
        return length;
    }

    Publisher<ByteBuffer> body() {
        return body;
    }

    /** Whether the body is one value, which needs no code of the application to be had. */
    boolean isValue() {
        return body instanceof Fuseable.ScalarCallable;
    }

    /** Whether the client is to know at once that it is heard, though the first item may be long in coming. */
    boolean isEventStream() {
        return mediaType.startsWith("text/event-stream");
    }

    @Override
    public String toString() {
        return status + " " + mediaType;
    }
}
