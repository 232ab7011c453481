package dev.gyre.assets;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The end of the pipeline: gives each request to who streams its response, or to the asset handler and its response to the
 * writer.
 */
// How writes and closings end is heard through the channel: it closes, and closed() follows.
@SuppressWarnings("FutureReturnValueIgnored")
final class Exchange extends SimpleChannelInboundHandler<HttpRequest> {

    private static final System.Logger LOG = System.getLogger(Exchange.class.getName());
    private static final RateLimit WARNINGS = new RateLimit();

    private final ServerContext server;
    private final Connection connection;

    Exchange(ServerContext server, Connection connection) {
        this.server = server;
        this.connection = connection;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpRequest request) {
        HttpHeaders headers = request.headers();
        WebRequest asked = new WebRequest(request.method().name(), request.uri(), name -> joined(headers, name));
        var call = new ResponseWriter.Call(asked, HttpUtil.isKeepAlive(request), System.nanoTime());
        StreamSource source = server.sources().find(asked);
        if (source == null) {
            server.handler()
                    .handle(asked, server.io(), response -> connection.writer().respond(call, response));
        } else {
            stream(ctx, request, call, source);
        }
    }

    private void stream(ChannelHandlerContext ctx, HttpRequest request, ResponseWriter.Call call, StreamSource source) {
        Upload upload = connection.decoder().upload();
        var writer = new StreamWriter(ctx.channel(), server, connection, call, request.protocolVersion(), upload);
        connection.stream(writer);
        writer.begin(
                source.answer(new StreamSource.StreamCall(ctx.channel(), request, call.request(), upload, writer)));
    }

    private static @Nullable String joined(HttpHeaders headers, String name) {
        return headers.contains(name) ? String.join(", ", headers.getAll(name)) : null;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        connection.writer().pump();
        StreamWriter stream = connection.stream();
        if (stream != null) {
            stream.pump();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A client that goes away is no news; anything else is a mistake of ours.
        System.Logger.Level level =
                cause instanceof IOException ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR;
        if (LOG.isLoggable(level) && WARNINGS.permits()) {
            LOG.log(level, "connection failed", cause);
        }
        ctx.close();
    }
}
