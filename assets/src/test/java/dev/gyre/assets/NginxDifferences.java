package dev.gyre.assets;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** In what Gyre and nginx differ, and why Gyre does as it does. */
final class NginxDifferences {

    static final List<Reason> REASONS = List.of(
            status("/docs(\\?x=1)?( |$)", "308", "301", "308 says the same to a browser, and keeps the method"),
            status(
                    "/bare",
                    "404",
                    "403|301",
                    "a folder without a page is no address, and that it is there is nobody's business"),
            status(
                    "bytes=0-9{20}",
                    "206",
                    "416",
                    "a last position beyond the end is the end, however many digits it has: RFC 9110, 14.1.2"),
            status("bytes=(,0-9|0-9,)$", "206", "416", "empty elements of a list are ignored: RFC 9110, 5.6.1.2"),
            status("^HEAD .* Range:", "200", "206|416", "ranges are defined for GET alone: RFC 9110, 14.2"),
            status(
                    "If-Modified-Since: .later.",
                    "304",
                    "200",
                    "it was not modified since then: RFC 9110, 13.1.3; nginx asks for the same second"),
            status("If-Unmodified-Since: yesterday", "200", "412", "what is no date is ignored: RFC 9110, 13.1.4"),
            status(
                    "If-None-Match: .etag. . If-Modified-Since: .earlier.",
                    "304",
                    "200",
                    "where there is If-None-Match the date is ignored: RFC 9110, 13.1.3"),
            status(
                    "If-Match: .etag. . If-Unmodified-Since: .earlier.",
                    "200",
                    "412",
                    "where there is If-Match the date is ignored: RFC 9110, 13.1.4"),
            status(
                    "Encoding: (identity|[*]);q=0$",
                    "406",
                    "200",
                    "what was refused in so many words would be thrown away"),
            status(
                    "Encoding: gzip . Range",
                    "206",
                    "200",
                    "a packed form can be continued as well: one range of it is what it says it is"),
            status(
                    "^OPTIONS /",
                    "403",
                    "405",
                    "what a browser asks on behalf of another site is refused: there is no CORS"),
            status("^(get|Get) ", "405", "400", "methods are exact in case, and these are well formed"),
            status("^POST /none", "405", "404", "the method comes first: who posts learns nothing of what is there"),
            status(
                    "/docs(/%2e%2e/|/..%2f|%2f)",
                    "404", "200", "an encoded dot or separator is read in two ways by two readers"),
            status("GET (/[.]{2}|/%2e%2e/)", "404", "400", "above the root there is nothing"),
            status("GET (/docs)?//", "404", "200", "no two paths are one file; nginx merges slashes"),
            status("%00|/%(zz|2)?$", "404", "400", "what does not decode names nothing"),
            status("[.]hidden", "404", "200", "files whose name begins with a dot are not listed"),
            status("#x", "404", "200", "a fragment is no part of a target"),
            status("GET http:", "400", "200", "the absolute form is for proxies"),
            status("link[.]txt", "404", "200", "links that lead out of the folder are not followed"),
            status(
                    "HTTP/(1[.]2|1[.]10|2[.]0)$|^raw:GET /data.bin$|^raw:GET  ",
                    "400",
                    "200|505|HTTP/0.9",
                    "HTTP/1.0 and HTTP/1.1 in their exact grammar, and nothing else"),
            status(
                    "Transfer-Encoding: unknown",
                    "400",
                    "501",
                    "whose framing is not understood is malformed, and its connection closed"),
            status("Host: example", "421", "200", "somebody else's name, as when it is bound to this machine"),
            status("Expect: something", "417", "200", "an expectation that is not understood: RFC 9110, 10.1.1"),
            status("Origin: |Sec-Fetch-Site", "403", "200", "pages of other sites get nothing"),
            new Reason(
                    "/(a|%61)pp[.]js",
                    "content-type", "text/javascript", "application/javascript", "RFC 9239 leaves one name"),
            new Reason(
                    "[.]gz$",
                    "content-type",
                    "application/gzip",
                    "application/octet-stream",
                    "nginx has no name for it"),
            new Reason(
                    "/(a|%61)pp[.]js",
                    "last-modified", "", ".+", "a bundle keeps no times: its validators are of the content"),
            new Reason(
                    "(Range|Encoding|If-[A-Za-z-]+): ",
                    "accept-ranges",
                    "bytes",
                    "",
                    "said in every answer of a file, with 206, 304 and packed forms too"),
            new Reason(
                    "If-(None-Match|Modified-Since): ",
                    "content-type",
                    ".+",
                    "",
                    "304 has the fields that a 200 would have: RFC 9110, 15.4.5"),
            new Reason(
                    "x-gzip", "content-encoding|content-length|body", ".*", ".*", "x-gzip is gzip: RFC 9110, 8.4.1.3"),
            new Reason(
                    "identity, gzip;q=0.5",
                    "content-encoding|content-length|body",
                    ".*",
                    ".*",
                    "the client would rather have identity"),
            new Reason(
                    "^(POST|PUT|DELETE|TRACE|PATCH|CONNECT|FOO) /data",
                    "allow",
                    "GET, HEAD",
                    "",
                    "405 names what is allowed: RFC 9110, 15.5.6"));

    private NginxDifferences() {}

    private static Reason status(String requests, String gyre, String nginx, String why) {
        return new Reason(requests, "status", gyre, nginx, why);
    }

    /**
     * Why some requests are answered differently.
     *
     * @param requests a pattern that is found in them
     * @param fields a pattern of what is different: {@code status}, the name of a field, or {@code body}
     * @param gyre a pattern of Gyre's value
     * @param nginx a pattern of nginx' value
     * @param why the reason
     */
    record Reason(String requests, String fields, String gyre, String nginx, String why) {
        boolean explains(String request, String field, String ours, String theirs) {
            return field.matches(fields)
                    && Pattern.compile(requests).matcher(request).find()
                    && ours.matches(gyre)
                    && theirs.matches(nginx);
        }
    }

    static Optional<Reason> reason(String request, String field, String gyre, String nginx) {
        return REASONS.stream()
                .filter(reason -> reason.explains(request, field, gyre, nginx))
                .findFirst();
    }
}
