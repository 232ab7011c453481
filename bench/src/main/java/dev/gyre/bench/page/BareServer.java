package dev.gyre.bench.page;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A WebSocket server on loopback that does nothing but echo and push: what the browser and the sockets cost by themselves. */
final class BareServer implements AutoCloseable {

    private static final int MAX_HANDSHAKE = 64 << 10;

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listener;

    private BareServer() {
        listener = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new Pages())
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    static BareServer start() {
        return new BareServer();
    }

    /** Its address for pages. */
    String url() {
        return "ws://127.0.0.1:" + ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the loops end by themselves; nobody waits for them
    public void close() {
        listener.close().syncUninterruptibly();
        loops.shutdownGracefully();
    }

    private static final class Pages extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline()
                    .addLast(new HttpServerCodec())
                    .addLast(new HttpObjectAggregator(MAX_HANDSHAKE))
                    .addLast(new WebSocketServerProtocolHandler("/"))
                    .addLast(new BareHandler());
        }
    }
}
