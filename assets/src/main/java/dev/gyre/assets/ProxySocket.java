package dev.gyre.assets;

import dev.gyre.assets.spi.UpgradeHandler;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Passes WebSockets on to the dev server. It takes no part in the handshake but for {@code Host} and {@code Origin}; after it
 * both sides are bytes, each read only while the other takes them.
 */
@SuppressWarnings("FutureReturnValueIgnored") // how writes and closings end is heard through the channel
final class ProxySocket implements UpgradeHandler {

    private final DevServer server;
    private final ProxyConnections connections;

    ProxySocket(DevServer server, ProxyConnections connections) {
        this.server = server;
        this.connections = connections;
    }

    @Override
    public void upgrade(Channel page, FullHttpRequest request) {
        page.pipeline().addLast(new Early());
        HttpHeaders headers = ProxyHeaders.toServer(request, server);
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        var asked = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                request.method(),
                request.uri(),
                Unpooled.EMPTY_BUFFER,
                headers,
                EmptyHttpHeaders.INSTANCE);
        connections.connect(
                page.eventLoop(),
                upstream -> {
                    upstream.pipeline().addLast(new Handshake(page));
                    upstream.writeAndFlush(asked);
                    upstream.config().setAutoRead(true);
                    page.closeFuture().addListener(gone -> upstream.close());
                },
                unreachable -> refuse(page, HttpResponseStatus.BAD_GATEWAY));
    }

    private static void refuse(Channel page, HttpResponseStatus status) {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        page.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    /** A page may not send a frame before it knows that it is understood (RFC 6455, section 4.1). */
    private static final class Early extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            ctx.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    /** Waits for what the dev server says to the handshake. */
    private static final class Handshake extends ChannelInboundHandlerAdapter {

        private final Channel page;
        private boolean isSwitching;

        Handshake(Channel page) {
            this.page = page;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpResponse response
                    && response.decoderResult().isSuccess()) {
                isSwitching = response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
                answer(response);
            }
            if (isSwitching && message instanceof LastHttpContent) {
                join(ctx.channel());
            }
            ReferenceCountUtil.release(message);
        }

        private void answer(HttpResponse response) {
            if (!isSwitching) {
                refuse(page, response.status().code() < 400 ? HttpResponseStatus.BAD_GATEWAY : response.status());
                return;
            }
            var answer = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
            response.headers().entries().stream()
                    .filter(field -> field.getKey().regionMatches(true, 0, "sec-websocket-", 0, 14))
                    .forEach(field -> answer.headers().add(field.getKey(), field.getValue()));
            answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
            answer.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
            page.writeAndFlush(answer);
        }

        /** What the codecs hold already is handed on as they leave. */
        private void join(Channel upstream) {
            page.pipeline().remove(Early.class);
            page.pipeline().addLast(new Relay(upstream));
            page.pipeline().remove(HttpServerCodec.class);
            upstream.pipeline().remove(this);
            upstream.pipeline().addLast(new Relay(page));
            upstream.pipeline().remove(HttpClientCodec.class);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            page.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    /** One direction of a socket. */
    private static final class Relay extends ChannelInboundHandlerAdapter {

        private final Channel to;

        Relay(Channel to) {
            this.to = to;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            to.write(message, to.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            to.flush();
        }

        /** This side's own room decides whether the other is read. */
        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            to.config().setAutoRead(ctx.channel().isWritable());
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                ctx.close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
