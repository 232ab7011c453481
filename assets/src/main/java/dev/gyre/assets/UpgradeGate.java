package dev.gyre.assets;

import dev.gyre.assets.spi.UpgradeHandler;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands a connection over to whoever is plugged in at its path, if it asks for a WebSocket as RFC 6455 says. Every other
 * upgrade is ignored: JavaFX offers HTTP/2 with each request.
 */
// How writes and closings end is heard through the channel: it closes, and closed() follows.
@SuppressWarnings("FutureReturnValueIgnored")
final class UpgradeGate extends ChannelInboundHandlerAdapter {

    private static final System.Logger LOG = System.getLogger(UpgradeGate.class.getName());
    private static final RateLimit WARNINGS = new RateLimit();

    private final Map<String, UpgradeHandler> handlers;
    private final StreamSources sources;
    private final Connection connection;

    UpgradeGate(ServerContext server, Connection connection) {
        this.handlers = server.upgrades();
        this.sources = server.sources();
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        HttpRequest request = (HttpRequest) message;
        UpgradeHandler handler = handlerFor(request);
        if (handler == null) {
            ctx.fireChannelRead(request);
        } else if (!request.headers().contains(HttpHeaderNames.ORIGIN)) {
            connection.refuse(Refusal.ORIGIN);
        } else if (connection.decoder().hasMore()) {
            // A client may not send frames before it knows that they are understood (RFC 6455, section 4.1).
            connection.refuse(Refusal.MALFORMED);
        } else {
            handOver(ctx.channel(), request, handler);
        }
    }

    private @Nullable UpgradeHandler handlerFor(HttpRequest request) {
        if (!request.headers().contains(HttpHeaderNames.UPGRADE) || !WebSocketHandshake.isValid(request)) {
            return null;
        }
        DevProxy proxy = sources.proxy();
        if (proxy != null && sources.isProxied(request.uri())) {
            return proxy.socket();
        }
        AssetPath path = AssetPath.parse(request.uri());
        return path == null ? null : handlers.get(path.value());
    }

    /** Netty's handshakers look for its own codec and take it away when they are done. */
    private void handOver(Channel channel, HttpRequest request, UpgradeHandler handler) {
        connection.enter(Connection.Phase.UPGRADED);
        ChannelPipeline pipeline = channel.pipeline();
        List<String> names = new ArrayList<>(pipeline.names());
        pipeline.addLast(new HttpServerCodec());
        names.stream().filter(name -> pipeline.get(name) != null).forEach(pipeline::remove);
        connection.reading(Connection.Read.GO_ON);
        try {
            handler.upgrade(channel, full(request));
        } catch (Exception e) {
            if (WARNINGS.permits()) {
                LOG.log(System.Logger.Level.ERROR, "upgrade handler failed", e);
            }
            channel.close();
        }
    }

    private static FullHttpRequest full(HttpRequest request) {
        return new DefaultFullHttpRequest(
                request.protocolVersion(),
                request.method(),
                request.uri(),
                Unpooled.EMPTY_BUFFER,
                request.headers(),
                EmptyHttpHeaders.INSTANCE);
    }
}
