package dev.gyre.assets;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A connection that never leaves the process. What a request is made of comes in pieces, as it is read; what is written goes to
 * the client as far as that wants it, and else waits in the channel's own buffer, as it would for a socket that is full. The
 * pipeline cannot tell the two apart. Confined to the event loop, but for what channels promise.
 */
final class DirectChannel extends AbstractChannel {

    /** The other end. Called on the event loop. */
    interface Client {

        /** Whether it takes more. */
        boolean wants();

        /** Takes bytes, which it releases. */
        void take(ByteBuf bytes);
    }

    private static final ChannelMetadata METADATA = new ChannelMetadata(false);

    /** What a socket gives at a time, about. In bytes. */
    private static final int PIECE = 64 * 1024;

    private final ChannelConfig config = new DefaultChannelConfig(this);
    private final Client client;
    private final ByteBuf request;
    private boolean isReading;
    private volatile boolean open = true;

    /**
     * A connection.
     *
     * @param request all that its client ever sends; released with the channel
     * @param client takes what is written
     */
    DirectChannel(ByteBuf request, Client client) {
        super(null);
        this.request = request;
        this.client = client;
    }

    /** The client wants more. */
    void flowOn() {
        if (open && isRegistered()) {
            ((Ends) unsafe()).flowOn();
        }
    }

    @Override
    protected void doBeginRead() {
        if (!isReading && request.isReadable()) {
            isReading = true;
            eventLoop().execute(this::readPiece);
        }
    }

    private void readPiece() {
        isReading = false;
        if (open) {
            pipeline().fireChannelRead(request.readRetainedSlice(Math.min(PIECE, request.readableBytes())));
            pipeline().fireChannelReadComplete();
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer waiting) {
        for (Object next = waiting.current(); next instanceof ByteBuf bytes; next = waiting.current()) {
            if (!bytes.isReadable()) {
                waiting.remove();
            } else if (client.wants()) {
                bytes.retain();
                waiting.remove();
                client.take(bytes);
            } else {
                return;
            }
        }
    }

    @Override
    protected void doClose() {
        if (open) {
            open = false;
            request.release();
        }
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected void doBind(SocketAddress address) {
        throw new UnsupportedOperationException("bind: " + address + " (expected: nothing, for there is no port)");
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open;
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        return null;
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        return null;
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new Ends();
    }

    private final class Ends extends AbstractUnsafe {

        /** Writes what was flushed before. */
        void flowOn() {
            flush0();
        }

        @Override
        public void connect(SocketAddress remote, @Nullable SocketAddress local, ChannelPromise promise) {
            promise.setFailure(new UnsupportedOperationException("connect: " + remote));
        }
    }
}
