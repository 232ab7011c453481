package dev.gyre.assets;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lets through what comes from our own page, or from no page at all. It stands before every other handler, because a
 * foreign page in the user's browser can send requests to loopback too, and a foreign name can be bound to it.
 *
 * <p>The order of the checks is part of the promise: first whether it is one request, then whom it is for, then what it
 * names, then who sends it.
 */
final class RequestGate extends ChannelInboundHandlerAdapter {

    private final Authority authority;
    private final Connection connection;

    /** Fields that were let through, which the decoder shares between requests that have the same. */
    private @Nullable HttpHeaders accepted;

    RequestGate(Authority authority, Connection connection) {
        this.authority = authority;
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            Refusal refusal = judge(request);
            if (refusal == null) {
                accepted = request.headers();
                ctx.fireChannelRead(request);
            } else {
                connection.refuse(refusal);
            }
        }
    }

    private @Nullable Refusal judge(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return request.decoderResult().cause() instanceof RefusedException e ? e.refusal() : Refusal.MALFORMED;
        }
        if (request.headers() == accepted) {
            return judgeTarget(request);
        }
        List<String> hostFields = request.headers().getAll(HttpHeaderNames.HOST);
        if (hostFields.size() != 1 || !HttpSyntax.isHost(hostFields.get(0))) {
            return Refusal.HOST;
        }
        String host = hostFields.get(0);
        if (!authority.hosts().contains(host.toLowerCase(Locale.ROOT))) {
            return Refusal.MISDIRECTED;
        }
        Refusal refusal = judgeTarget(request);
        return refusal == null ? judgeSender(request.headers(), host) : refusal;
    }

    private static @Nullable Refusal judgeTarget(HttpRequest request) {
        return request.uri().startsWith("/") ? null : Refusal.TARGET;
    }

    private @Nullable Refusal judgeSender(HttpHeaders headers, String host) {
        List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
        if (!origins.isEmpty() && !origins.equals(List.of(authority.scheme() + "://" + host))) {
            return Refusal.ORIGIN;
        }
        List<String> sites = headers.getAll("sec-fetch-site");
        boolean isOurs = sites.isEmpty() || sites.equals(List.of("same-origin"));
        boolean isTheUser = sites.equals(List.of("none"))
                && headers.getAll("sec-fetch-mode").equals(List.of("navigate"));
        return isOurs || isTheUser ? null : Refusal.FETCH_SITE;
    }
}
