package dev.gyre.assets;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one request head, checked one by one. Whatever two readers could understand differently is refused: RFC
 * 9112 allows a server to be lenient nowhere that matters, and every browser is strict.
 */
final class RequestHead {

    /** The body's length is not announced but carried by its chunks. */
    static final long CHUNKED = -1;

    /** Eighteen digits fit a long; no body is as long as nineteen. */
    static final int MAX_LENGTH_DIGITS = 18;

    private static final String GET = "GET";

    private final Limits limits;
    private @Nullable HttpMethod method;
    private HttpVersion version = HttpVersion.HTTP_1_1;
    private String target = "";
    private @Nullable HttpHeaders headers;
    private @Nullable HttpRequest request;
    private int bytes;
    private int fields;

    RequestHead(Limits limits) {
        this.limits = limits;
    }

    boolean hasRequestLine() {
        return method != null;
    }

    /** The method, the target and the version, with one space between them (RFC 9112, section 3). */
    void requestLine(String line) {
        int first = line.indexOf(' ');
        int second = line.indexOf(' ', first + 1);
        if (second < 0) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        String word = line.substring(0, first);
        target = line.substring(first + 1, second);
        if (!HttpSyntax.isToken(word) || !HttpSyntax.isTarget(target)) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        version = version(line.substring(second + 1));
        method = word.equals(GET) ? HttpMethod.GET : HttpMethod.valueOf(word);
    }

    private static HttpVersion version(String word) {
        return switch (word) {
            case "HTTP/1.1" -> HttpVersion.HTTP_1_1;
            case "HTTP/1.0" -> HttpVersion.HTTP_1_0;
            default -> throw new RefusedException(Refusal.MALFORMED);
        };
    }

    /** A name, a colon right after it, a value. A line that begins with a space is a folded one (section 5.2). */
    void field(String line) {
        count(line);
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon);
        String value = HttpSyntax.trim(line.substring(colon + 1));
        if (!HttpSyntax.isToken(name) || !HttpSyntax.isFieldValue(value)) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        headers().add(name, value);
    }

    /** A field after the last chunk: as strict, as limited, and then forgotten. */
    void trailer(String line) {
        field(line);
        headers().remove(line.substring(0, line.indexOf(':')));
    }

    private void count(String line) {
        bytes += line.length() + 2;
        fields++;
        if (bytes > limits.headerBytes() || fields > limits.headerFields()) {
            throw new RefusedException(Refusal.HEADERS_TOO_LARGE);
        }
    }

    /** All fields at once, which were read and found good before. */
    void fields(HttpHeaders known) {
        headers = known;
    }

    private HttpHeaders headers() {
        HttpHeaders found = headers;
        if (found == null) {
            found = DefaultHttpHeadersFactory.headersFactory()
                    .withValidation(false)
                    .newHeaders();
            headers = found;
        }
        return found;
    }

    HttpRequest request() {
        HttpRequest parsed = request;
        if (parsed == null) {
            HttpMethod named = method;
            if (named == null) {
                throw new RefusedException(Refusal.MALFORMED);
            }
            parsed = new DefaultHttpRequest(version, named, target, headers());
            request = parsed;
        }
        return parsed;
    }

    /** How long the body is: a number of bytes, or {@link #CHUNKED} (RFC 9112, section 6). */
    long bodyLength() {
        List<String> lengths = headers().getAll(HttpHeaderNames.CONTENT_LENGTH);
        List<String> codings = headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        long length = codings.isEmpty() ? announced(lengths) : chunked(codings, lengths);
        if (length > limits.body()) {
            throw new RefusedException(Refusal.BODY_TOO_LARGE);
        }
        List<String> expectations = headers().getAll(HttpHeaderNames.EXPECT);
        if (!expectations.isEmpty() && (length != 0 || !expectations.get(0).equalsIgnoreCase("100-continue"))) {
            throw new RefusedException(Refusal.EXPECTATION);
        }
        return length;
    }

    private static long announced(List<String> lengths) {
        if (lengths.isEmpty()) {
            return 0;
        }
        String length = lengths.get(0);
        if (lengths.size() > 1 || !HttpSyntax.isDigits(length) || length.length() > MAX_LENGTH_DIGITS) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        return Long.parseLong(length);
    }

    private long chunked(List<String> codings, List<String> lengths) {
        boolean isClear = lengths.isEmpty()
                && codings.size() == 1
                && codings.get(0).equalsIgnoreCase("chunked")
                && request().protocolVersion().equals(HttpVersion.HTTP_1_1);
        if (!isClear) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        return CHUNKED;
    }
}
