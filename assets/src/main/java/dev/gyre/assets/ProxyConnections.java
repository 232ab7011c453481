package dev.gyre.assets;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Connections to the dev server, on the event loop of the client they serve, so that nothing between the two changes
 * threads. Each loop keeps a few that are idle. They read only when told to.
 */
@SuppressWarnings("FutureReturnValueIgnored") // how closings end is heard through the channel
final class ProxyConnections {

    /** A browser opens six connections; so many of ours may be idle on a loop. */
    private static final int MOST_IDLE = 8;

    private static final int CONNECT_MILLIS = 3_000;

    /** What a head of the dev server may be, in bytes. */
    private static final int MAX_LINE = 8 * 1024;

    private static final int MAX_HEADERS = 64 * 1024;

    /** Bytes of a body that are handed on at a time. */
    private static final int MAX_CHUNK = 64 * 1024;

    private final DevServer server;

    /** Each queue is confined to its loop. */
    private final ConcurrentMap<EventLoop, Deque<Channel>> idle = new ConcurrentHashMap<>();

    ProxyConnections(DevServer server) {
        this.server = server;
    }

    /** An idle connection of this loop, the one that was used last, or null. On the loop. */
    @Nullable
    Channel takeIdle(EventLoop loop) {
        Deque<Channel> mine = idle.getOrDefault(loop, new ArrayDeque<>());
        for (Channel channel = mine.pollLast(); channel != null; channel = mine.pollLast()) {
            if (channel.isActive()) {
                channel.pipeline().remove(Idle.class);
                channel.config().setAutoRead(false);
                return channel;
            }
        }
        return null;
    }

    /** Keeps a connection whose last response was read to its end. On its loop. */
    void give(Channel channel) {
        Deque<Channel> mine = idle.computeIfAbsent(channel.eventLoop(), loop -> new ArrayDeque<>());
        if (mine.size() >= MOST_IDLE || !channel.isActive()) {
            channel.close();
            return;
        }
        mine.addLast(channel);
        channel.pipeline().addLast(new Idle(mine));
        channel.config().setAutoRead(true);
    }

    /** Reads, so as to notice the end. A response nobody asked for would be taken for the next one's. */
    private static final class Idle extends ChannelInboundHandlerAdapter {

        private final Deque<Channel> mine;

        Idle(Deque<Channel> mine) {
            this.mine = mine;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            ctx.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            mine.remove(ctx.channel());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    /** Opens a connection, at the first address that takes it. */
    void connect(EventLoop loop, Consumer<Channel> connected, Consumer<Throwable> failed) {
        connect(loop, 0, connected, failed);
    }

    private void connect(EventLoop loop, int index, Consumer<Channel> connected, Consumer<Throwable> failed) {
        var connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new Initializer())
                .connect(server.addresses().get(index));
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                connected.accept(connecting.channel());
            } else if (index + 1 < server.addresses().size()) {
                connect(loop, index + 1, connected, failed);
            } else {
                failed.accept(done.cause());
            }
        });
    }

    private static final class Initializer extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new HttpClientCodec(MAX_LINE, MAX_HEADERS, MAX_CHUNK));
        }
    }
}
