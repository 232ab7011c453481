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
            Map.entry(413, "Content Too Large"),
            Map.entry(414, "URI Too Long"),
            Map.entry(416, "Range Not Satisfiable"),
            Map.entry(417, "Expectation Failed"),
            Map.entry(421, "Misdirected Request"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(503, "Service Unavailable"));

    private final String contentSecurityPolicy;

    Responses(String contentSecurityPolicy) {
        this.contentSecurityPolicy = contentSecurityPolicy;
    }

    /** The whole form of an asset or a part of it. */
    WebResponse asset(Selected selected, OpenContent content, ByteRange range, AssetBody body) {
        boolean whole = range.equals(ByteRange.WHOLE);
        Map<String, String> headers = headers(selected.asset().mediaType());
        if (selected.encoding() != ContentEncoding.IDENTITY) {
            headers.put("Content-Encoding", selected.encoding().token());
        }
        headers.put("Content-Length", Long.toString(whole ? content.size() : range.length()));
        if (!whole) {
            long last = range.start() + range.length() - 1;
            headers.put("Content-Range", "bytes " + range.start() + "-" + last + "/" + content.size());
        }
        validators(headers, selected, content.etag());
        return new WebResponse(whole ? 200 : 206, headers, body);
    }

    /** Nothing new; the fields that a 200 would have had (RFC 9110, section 15.4.5), without a length. */
    WebResponse notModified(Selected selected, String etag) {
        Map<String, String> headers = headers(selected.asset().mediaType());
        validators(headers, selected, etag);
        return new WebResponse(304, headers, MemoryBody.empty());
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

    /** The browser keeps a copy and asks each time whether it is still good: an edit is seen at the next load. */
    private static void validators(Map<String, String> headers, Selected selected, String etag) {
        if (selected.isOneOfSeveral()) {
            headers.put("Vary", "Accept-Encoding");
        }
        headers.put("ETag", etag);
        headers.put("Accept-Ranges", "bytes");
        headers.put("Cache-Control", "no-cache");
    }

    private Map<String, String> headers(String mediaType) {
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
