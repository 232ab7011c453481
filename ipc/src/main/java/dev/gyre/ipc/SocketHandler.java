package dev.gyre.ipc;

import dev.gyre.ipc.spi.CloseReason;
import dev.gyre.ipc.spi.PageLink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Hands the messages of one WebSocket to its link, and answers what the WebSocket protocol itself asks. */
// A write that fails closes the channel, which is heard of as such.
@SuppressWarnings("FutureReturnValueIgnored")
final class SocketHandler extends ChannelInboundHandlerAdapter {

    /** A quiet page is asked this often whether it is there; one that was silent twice is lost. */
    private static final long PING_SECONDS = 20;

    private final SocketTransport transport;
    private final PageLink link;
    private @Nullable ScheduledFuture<?> pings;
    private boolean heard = true;
    private boolean open = true;

    SocketHandler(SocketTransport transport, PageLink link) {
        this.transport = transport;
        this.link = link;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            heard = true;
            if (open && message instanceof WebSocketFrame frame) {
                frame(ctx, frame);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void frame(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame && frame.isFinalFragment()) {
            message(ctx, frame.content(), link::receive);
        } else if (frame instanceof CloseWebSocketFrame close) {
            closedByPeer(ctx, close);
        } else if (!link.isProven()) {
            refuse(CloseReason.PROTOCOL);
        } else if (frame instanceof BinaryWebSocketFrame) {
            message(ctx, frame.content(), link::receiveBinary);
        } else if (frame instanceof PingWebSocketFrame) {
            ctx.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        } else if (!(frame instanceof PongWebSocketFrame)) {
            refuse(CloseReason.NOT_TEXT);
        }
    }

    private void message(ChannelHandlerContext ctx, ByteBuf content, Receiver to) {
        boolean wasProven = link.isProven();
        if (content.hasArray()) {
            to.take(content.array(), content.arrayOffset() + content.readerIndex(), content.readableBytes());
        } else {
            byte[] bytes = ByteBufUtil.getBytes(content);
            to.take(bytes, 0, bytes.length);
        }
        ctx.flush();
        if (!wasProven && link.isProven()) {
            trust(ctx);
        } else if (!link.isProven()) {
            // Refused: the link has asked to close; nothing more is taken in.
            open = false;
        }
    }

    @FunctionalInterface
    private interface Receiver {
        void take(byte[] bytes, int offset, int length);
    }

    /** From here on messages may be large, and in fragments. */
    private void trust(ChannelHandlerContext ctx) {
        int limit = link.messageBytes();
        ctx.pipeline().replace("gyre-decoder", "gyre-decoder", PageSockets.decoder(limit));
        ctx.pipeline().addBefore(ctx.name(), "gyre-aggregator", new WebSocketFrameAggregator(limit));
        pings = ctx.executor().scheduleAtFixedRate(() -> ping(ctx), PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
    }

    private void ping(ChannelHandlerContext ctx) {
        if (!heard) {
            ctx.close();
            return;
        }
        heard = false;
        ctx.writeAndFlush(new PingWebSocketFrame(Unpooled.EMPTY_BUFFER));
    }

    private void closedByPeer(ChannelHandlerContext ctx, CloseWebSocketFrame frame) {
        open = false;
        // RFC 6455, section 5.5.1: echoed, then closed.
        ctx.writeAndFlush(frame.retain()).addListener(done -> ctx.close());
    }

    private void refuse(CloseReason reason) {
        open = false;
        link.refuse(reason);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            transport.drain();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        open = false;
        if (pings != null) {
            pings.cancel(false);
        }
        link.lost();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!open) {
            ctx.close();
        } else if (cause instanceof IOException) {
            // The peer is gone; its session may come back.
            ctx.close();
        } else {
            refuse(isTooLong(cause) ? CloseReason.TOO_LARGE : CloseReason.BROKEN);
        }
    }

    private static boolean isTooLong(Throwable cause) {
        boolean frame = cause instanceof CorruptedWebSocketFrameException corrupted
                && corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG);
        return frame || cause instanceof TooLongFrameException;
    }
}
