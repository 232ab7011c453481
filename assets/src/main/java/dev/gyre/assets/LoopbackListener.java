package dev.gyre.assets;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A port of this machine and nobody else's, or none, with the event loops that connections run on. */
final class LoopbackListener {

    private static final byte[] IPV4_LOOPBACK = {127, 0, 0, 1};
    private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    /** What ending the loops may take after the last connection is closed. */
    static final Duration END_DEADLINE = Duration.ofSeconds(3);

    /** What waits for a slow client: one chunk from memory, or a few that were read. In bytes. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private final MultiThreadIoEventLoopGroup loops;
    private final @Nullable Channel channel;

    private LoopbackListener(MultiThreadIoEventLoopGroup loops, @Nullable Channel channel) {
        this.loops = loops;
        this.channel = channel;
    }

    /**
     * Binds the port, if there is to be one; nobody is accepted before {@link #accept()}. Blocks until that is done.
     *
     * @param accepting sees what is accepted
     * @param child prepares connections
     * @throws AssetException if there are no loops or the port cannot be bound; nothing is left running
     */
    static LoopbackListener bind(AssetServerOptions options, ChannelHandler accepting, ChannelHandler child) {
        MultiThreadIoEventLoopGroup loops = loops(options.eventLoops());
        if (options.isPortless()) {
            return new LoopbackListener(loops, null);
        }
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .handler(accepting)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(child)
                .bind(loopback(options))
                .awaitUninterruptibly();
        LoopbackListener listener = new LoopbackListener(loops, bound.channel());
        if (!bound.isSuccess()) {
            listener.abandon();
            String host = options.isIpv6() ? "::1" : "127.0.0.1";
            throw new AssetException(
                    "port: " + options.port() + " (expected: one that is free on " + host + ", or 0 for any)",
                    bound.cause());
        }
        return listener;
    }

    private static MultiThreadIoEventLoopGroup loops(int count) {
        try {
            return new MultiThreadIoEventLoopGroup(
                    count, new DefaultThreadFactory("gyre-assets-loop", true), NioIoHandler.newFactory());
        } catch (IllegalStateException e) {
            throw new AssetException(
                    "eventLoops: " + count + " (expected: as many as the system has descriptors for)", e);
        }
    }

    private static InetSocketAddress loopback(AssetServerOptions options) {
        try {
            // By number, so that no hosts file has a say in it.
            byte[] number = options.isIpv6() ? IPV6_LOOPBACK : IPV4_LOOPBACK;
            return new InetSocketAddress(InetAddress.getByAddress(number), options.port());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 and 16 bytes are addresses", impossible);
        }
    }

    /** Where it listens, or null if it does not. */
    @Nullable
    InetSocketAddress address() {
        return channel == null ? null : (InetSocketAddress) channel.localAddress();
    }

    EventLoopGroup loops() {
        return loops;
    }

    /** Connections are taken from now on. */
    void accept() {
        if (channel != null) {
            channel.config().setAutoRead(true);
        }
    }

    /** No connection is taken any more; done when the port is free. */
    Future<?> stop() {
        return channel == null ? loops.next().newSucceededFuture(null) : channel.close();
    }

    /** Runs something on a loop, unless it is cancelled before. */
    Future<?> after(Duration delay, Runnable action) {
        return loops.schedule(action, TimeUnit.MILLISECONDS.convert(delay), TimeUnit.MILLISECONDS);
    }

    /** Ends the loops, with whatever still runs there. */
    Future<?> end() {
        return loops.shutdownGracefully(0, END_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Gives up what nobody has connected to. Blocks until it is gone. */
    void abandon() {
        stop().awaitUninterruptibly();
        end().awaitUninterruptibly(END_DEADLINE.toMillis());
    }
}
