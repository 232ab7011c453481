package dev.gyre.assets;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The fields of a message on their way through the proxy. Those of one connection stay behind (RFC 9110, section 7.6.1),
 * and the framing of a body is always written anew: it is never a matter of what two readers make of one field.
 */
final class ProxyHeaders {

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "content-length",
            "expect",
            "http2-settings",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** What would name the page's secret, or another than the dev server itself. */
    private static final Set<String> NOT_SENT = Set.of(RouteRequest.TOKEN, "host", "origin");

    private static final Set<String> NOT_RETURNED =
            Set.of("alt-svc", "date", "server", "strict-transport-security", "x-powered-by");

    private static final String CORS = "access-control-";

    private ProxyHeaders() {}

    /** The fields for the dev server, without those of the connection and of the body. */
    static HttpHeaders toServer(HttpRequest request, DevServer server) {
        HttpHeaders fields = kept(request.headers(), NOT_SENT);
        fields.set(HttpHeaderNames.HOST, server.authority());
        if (request.headers().contains(HttpHeaderNames.ORIGIN)) {
            fields.set(HttpHeaderNames.ORIGIN, server.origin());
        }
        return fields;
    }

    /** The same with the framing of its body, which the decoder has found to be the only one. */
    static HttpHeaders toServerWithBody(HttpRequest request, DevServer server) {
        HttpHeaders fields = toServer(request, server);
        String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        if (request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            fields.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        } else if (length != null) {
            fields.set(HttpHeaderNames.CONTENT_LENGTH, Long.parseLong(length));
        }
        return fields;
    }

    /** The fields for the page, with the security fields of ours in place of those of the dev server. */
    static HttpHeaders toPage(HttpResponse response, DevServer server, AssetHandler assets) {
        HttpHeaders fields = kept(response.headers(), NOT_RETURNED);
        String location = fields.get(HttpHeaderNames.LOCATION, "");
        if (location.startsWith(server.origin() + "/")) {
            fields.set(
                    HttpHeaderNames.LOCATION, location.substring(server.origin().length()));
        }
        MediaType declared = MediaType.parse(fields.get(HttpHeaderNames.CONTENT_TYPE, ""));
        Map<String, String> ours = assets.fields(declared == null ? "application/octet-stream" : declared.toString());
        fields.remove("content-security-policy").remove("content-security-policy-report-only");
        ours.forEach(fields::set);
        return fields;
    }

    /** How long a body is that has a length of its own, or {@link RouteResponse#UNKNOWN}. */
    static long length(HttpResponse response) {
        List<String> lengths = response.headers().getAll(HttpHeaderNames.CONTENT_LENGTH);
        boolean isClear = lengths.size() == 1
                && HttpSyntax.isDigits(lengths.get(0))
                && lengths.get(0).length() <= RequestHead.MAX_LENGTH_DIGITS
                && !response.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
        return isClear ? Long.parseLong(lengths.get(0)) : RouteResponse.UNKNOWN;
    }

    private static HttpHeaders kept(HttpHeaders all, Set<String> dropped) {
        Set<String> nominated = new HashSet<>();
        for (String value : all.getAll(HttpHeaderNames.CONNECTION)) {
            for (String name : value.split(",", -1)) {
                nominated.add(HttpSyntax.trim(name).toLowerCase(Locale.ROOT));
            }
        }
        HttpHeaders fields = new DefaultHttpHeaders();
        for (Map.Entry<String, String> field : all) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            boolean isDropped = HOP_BY_HOP.contains(name)
                    || dropped.contains(name)
                    || nominated.contains(name)
                    || name.startsWith(CORS);
            if (!isDropped && HttpSyntax.isToken(name) && HttpSyntax.isFieldValue(field.getValue())) {
                fields.add(field.getKey(), field.getValue());
            }
        }
        return fields;
    }
}
