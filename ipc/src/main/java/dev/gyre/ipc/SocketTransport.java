package dev.gyre.ipc;

import dev.gyre.ipc.spi.CloseReason;
import dev.gyre.ipc.spi.PageLink;
import dev.gyre.ipc.spi.Transport;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket as a transport. Its thread is the channel's event loop. */
// A write that fails closes the channel, which is heard of as such.
@SuppressWarnings("FutureReturnValueIgnored")
final class SocketTransport implements Transport {

    /** How long a peer may take the close frame; one that does not read at all is cut off. */
    private static final long CLOSE_SECONDS = 2;

    /** How long items of streams wait for more of them: long beside the cost of a message, short for who looks at it. */
    private static final long SOON_MICROS = 1000;

    private final Channel channel;
    private volatile @Nullable PageLink link;

    /** The event loop's alone. */
    private boolean wakesSoon;

    SocketTransport(Channel channel) {
        this.channel = channel;
    }

    void bind(PageLink link) {
        this.link = link;
    }

    @Override
    public void wake() {
        execute(this::drain);
    }

    @Override
    public void wakeSoon() {
        if (!wakesSoon && channel.isActive()) {
            wakesSoon = true;
            channel.eventLoop().schedule(this::drainLate, SOON_MICROS, TimeUnit.MICROSECONDS);
        }
    }

    private void drainLate() {
        wakesSoon = false;
        drain();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void send(byte[] message) {
        // Flushed by drain, once for all messages of it.
        channel.write(new TextWebSocketFrame(Unpooled.wrappedBuffer(message)), channel.voidPromise());
    }

    @Override
    public void sendBinary(byte[] message) {
        channel.write(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)), channel.voidPromise());
    }

    @Override
    public void close(CloseReason reason) {
        execute(() -> closeNow(reason));
    }

    /** On the event loop. */
    void drain() {
        PageLink bound = link;
        if (bound != null) {
            bound.drain();
            channel.flush();
        }
    }

    private void closeNow(CloseReason reason) {
        if (!channel.isActive()) {
            return;
        }
        channel.writeAndFlush(new CloseWebSocketFrame(reason.code(), reason.text()))
                .addListener(ChannelFutureListener.CLOSE);
        var cut = channel.eventLoop().schedule(() -> channel.close(), CLOSE_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> cut.cancel(false));
    }

    private void execute(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // The event loop has been shut down, and every channel of it is closed.
            channel.close();
        }
    }
}
