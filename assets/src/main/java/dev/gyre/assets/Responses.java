package dev.gyre.assets;

import java.util.LinkedHashMap;
import java.util.Map;

/** Makes responses, and sees to it that each one carries the security fields. */
final class Responses {

    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(308, "Permanent Redirect"),
            Map.entry(400, "Bad Request"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(406, "Not Acceptable"),
            Map.entry(408, "Request Timeout"),
            Map.entry(412, "Precondition Failed"),
            Map.entry(413, "Content Too Large"),
            Map.entry(414, "URI Too Long"),
            Map.entry(416, "Range Not Satisfiable"),
            Map.entry(417, "Expectation Failed"),
            Map.entry(421, "Misdirected Request"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    private final String contentSecurityPolicy;

    Responses(String contentSecurityPolicy) {
        this.contentSecurityPolicy = contentSecurityPolicy;
    }

    WebResponse whole(Selected selected, AssetBody body) {
        Map<String, String> headers =
                selected.content() instanceof MemoryContent kept ? kept.fields(selected, this::whole) : whole(selected);
        return new WebResponse(200, headers, body);
    }

    private Map<String, String> whole(Selected selected) {
        Map<String, String> headers = coded(selected, selected.mediaType());
        headers.put("Content-Length", Long.toString(selected.content().size()));
        return headers;
    }

    WebResponse part(Selected selected, ByteRange range, AssetBody body) {
        Map<String, String> headers = coded(selected, selected.mediaType());
        headers.put("Content-Length", Long.toString(range.length()));
        headers.put("Content-Range", range.of(selected.content().size()));
        return new WebResponse(206, headers, body);
    }

    /** Several parts of what is not packed; each tells in its own frame what it is and where it stands. */
    WebResponse parts(Selected selected, Multipart parts) {
        Map<String, String> headers = headers(selected, parts.mediaType());
        headers.put("Content-Length", Long.toString(parts.length()));
        return new WebResponse(206, headers, parts.body());
    }

    /** Several assets in one body, made for this request alone. */
    WebResponse batch(WebRequest request, MemoryBody body) {
        Map<String, String> headers = headers(MediaTypes.UNKNOWN);
        headers.put("Content-Length", Long.toString(body.length()));
        headers.put("Cache-Control", "no-store");
        return new WebResponse(200, headers, request.method().equals("HEAD") ? MemoryBody.empty() : body);
    }

    /** Nothing new; the fields that a 200 would have had (RFC 9110, section 15.4.5), without those of a body. */
    WebResponse notModified(Selected selected) {
        return new WebResponse(304, headers(selected, selected.mediaType()), MemoryBody.empty());
    }

    /** A small page that tells the status and nothing about the application. */
    WebResponse page(int status) {
        return page(status, false, Map.of());
    }

    WebResponse page(int status, WebRequest request) {
        return page(status, request, Map.of());
    }

    WebResponse page(int status, WebRequest request, Map<String, String> fields) {
        return page(status, request.method().equals("HEAD"), fields);
    }

    private WebResponse page(int status, boolean headOnly, Map<String, String> fields) {
        MemoryBody body = MemoryBody.text(status + " " + REASONS.getOrDefault(status, "Error") + "\n");
        Map<String, String> headers = headers("text/plain; charset=utf-8");
        headers.put("Content-Length", Long.toString(body.length()));
        headers.put("Cache-Control", "no-store");
        headers.putAll(fields);
        return new WebResponse(status, headers, headOnly ? MemoryBody.empty() : body);
    }

    private Map<String, String> coded(Selected selected, String mediaType) {
        Map<String, String> headers = headers(selected, mediaType);
        if (selected.encoding() != ContentEncoding.IDENTITY) {
            headers.put("Content-Encoding", selected.encoding().token());
        }
        return headers;
    }

    private Map<String, String> headers(Selected selected, String mediaType) {
        Map<String, String> headers = headers(mediaType);
        Validators validators = selected.validators();
        headers.put("ETag", validators.etag());
        if (validators.hasLastModified()) {
            headers.put("Last-Modified", HttpDate.format(validators.lastModified()));
        }
        headers.put("Accept-Ranges", "bytes");
        headers.put("Cache-Control", selected.caching());
        if (!selected.vary().isEmpty()) {
            headers.put("Vary", selected.vary());
        }
        return headers;
    }

    /** The media type and the fields that every response carries. */
    Map<String, String> headers(String mediaType) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", mediaType);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Referrer-Policy", "same-origin");
        headers.put("X-Frame-Options", "DENY");
        if (mediaType.startsWith("text/html") || mediaType.startsWith("application/xhtml+xml")) {
            headers.put("Content-Security-Policy", contentSecurityPolicy);
        }
        return headers;
    }
}
