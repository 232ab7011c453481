package dev.gyre.assets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Writes the responses of one connection, one after the other, as fast as the client takes them.
 *
 * <p>A body in memory is written by the event loop while the channel is writable. A body behind I/O is read chunk by
 * chunk on the server's I/O threads: one read at a time, and the next only when the channel is writable again. So a
 * response holds at most one chunk and the channel's own high-water mark. Confined to the event loop but for
 * {@link #respond} and the reads.
 */
// How writes and closings end is heard through the channel: it closes, and closed() follows.
@SuppressWarnings("FutureReturnValueIgnored")
final class ResponseWriter {

    /** Larger chunks hold more memory for a slow client, smaller ones cost more hops; loopback gains nothing above it. */
    private static final int CHUNK = 64 * 1024;

    /** Of a body in memory, which takes no memory by waiting; smaller slices are only more writes. In bytes. */
    private static final int SLICE = 256 * 1024;

    private static final System.Logger LOG = System.getLogger(ResponseWriter.class.getName());
    private static final RateLimit WARNINGS = new RateLimit();

    private final Channel channel;
    private final ServerContext server;
    private final Connection connection;
    private @Nullable Running running;
    private boolean isReading;
    private boolean isAbandoned;

    /**
     * Set while a message goes down the pipeline. Netty reports a change of writability from inside a write; a second
     * write begun there would begin in the middle of the first.
     */
    private boolean isWriting;

    ResponseWriter(Channel channel, ServerContext server, Connection connection) {
        this.channel = channel;
        this.server = server;
        this.connection = connection;
    }

    /** A request that waits for its response. */
    record Call(WebRequest request, boolean isKeepAlive, long start) {}

    /** A response that is being written. */
    private static final class Running {
        final Call call;
        final WebResponse response;
        long remaining;

        Running(Call call, WebResponse response) {
            this.call = call;
            this.response = response;
            this.remaining = response.body().length();
        }

        AssetBody body() {
            return response.body();
        }
    }

    /** Writes a response; from any thread, but from one that may block if the body does. */
    void respond(Call call, WebResponse response) {
        AssetBody body = response.body();
        if (body.isInMemory()) {
            onLoop(() -> start(call, response, null), body);
            return;
        }
        try {
            // The first chunk is most often the whole: no second hop, and a failure can still be told by its status.
            ByteBuf first = read(body, response.body().length());
            if (!onLoop(() -> start(call, response, first), body)) {
                first.release();
            }
        } catch (IOException e) {
            body.close();
            warn(call, e);
            onLoop(() -> start(call, server.handler().refuse(503), null), body);
        }
    }

    private boolean onLoop(Runnable task, AssetBody body) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
            return true;
        }
        try {
            channel.eventLoop().execute(task);
            return true;
        } catch (RejectedExecutionException shutDown) {
            body.close();
            return false;
        }
    }

    private void start(Call call, WebResponse response, @Nullable ByteBuf first) {
        if (!channel.isActive()) {
            response.body().close();
            release(first);
            return;
        }
        Running current = new Running(call, response);
        running = current;
        boolean isKeepAlive = call.isKeepAlive() && !connection.isDraining();
        if (first != null) {
            send(ResponseHead.write(channel.alloc(), response, isKeepAlive, 0));
            write(first);
        } else {
            sendAndFlush(begin(response, isKeepAlive, current), channel.voidPromise());
        }
        pump();
    }

    /** The head, with the body behind it if that is small: one buffer is one write. */
    private ByteBuf begin(WebResponse response, boolean isKeepAlive, Running current) {
        boolean isSmall = response.body() instanceof MemoryBody && current.remaining <= MemoryContent.COPIED;
        int room = isSmall ? (int) current.remaining : 0;
        ByteBuf head = ResponseHead.write(channel.alloc(), response, isKeepAlive, room);
        if (isSmall && response.body() instanceof MemoryBody body) {
            body.appendTo(head);
            current.remaining = 0;
        }
        return head;
    }

    /** Goes on with the response if the client can take more. Whoever sends something calls this afterwards. */
    void pump() {
        Running current = running;
        while (current != null && current == running && !isReading && !isWriting && channel.isWritable()) {
            if (current.remaining == 0) {
                finish(current);
            } else if (current.body().isInMemory()) {
                writeFromMemory(current);
            } else {
                readNext(current);
            }
        }
    }

    private void writeFromMemory(Running current) {
        try {
            write(
                    current.body() instanceof MemoryBody body
                            ? body.next(channel.alloc(), SLICE)
                            : read(current.body(), current.remaining));
        } catch (IOException e) {
            abort(current, e);
        }
    }

    private void readNext(Running current) {
        isReading = true;
        long remaining = current.remaining;
        try {
            server.io().execute(() -> readOnIo(current, remaining));
        } catch (RejectedExecutionException full) {
            isReading = false;
            abort(current, new IOException("I/O threads are busy", full));
        }
    }

    private void readOnIo(Running current, long remaining) {
        try {
            ByteBuf chunk = read(current.body(), remaining);
            if (!onLoop(() -> readDone(chunk), current.body())) {
                chunk.release();
            }
        } catch (IOException e) {
            onLoop(() -> readFailed(current, e), current.body());
        }
    }

    private void readDone(ByteBuf chunk) {
        isReading = false;
        if (isAbandoned) {
            chunk.release();
            closeBody();
            return;
        }
        write(chunk);
        pump();
    }

    private void readFailed(Running current, IOException cause) {
        isReading = false;
        if (isAbandoned) {
            closeBody();
        } else {
            abort(current, cause);
        }
    }

    private ByteBuf read(AssetBody body, long remaining) throws IOException {
        int size = (int) Math.min(CHUNK, remaining);
        ByteBuf chunk = channel.alloc().directBuffer(size, size);
        try {
            ByteBuffer target = chunk.nioBuffer(0, size);
            while (target.hasRemaining()) {
                if (body.read(target) < 0) {
                    throw new EOFException("body ended before its length");
                }
            }
            chunk.writerIndex(size);
            return chunk;
        } catch (IOException | RuntimeException e) {
            chunk.release();
            throw e;
        }
    }

    private void write(ByteBuf chunk) {
        Running current = running;
        if (current == null) {
            chunk.release();
            return;
        }
        current.remaining -= chunk.readableBytes();
        sendAndFlush(chunk, channel.newPromise()).addListener(done -> connection.touch());
    }

    private void send(ByteBuf buffer) {
        isWriting = true;
        channel.write(buffer, channel.voidPromise());
        isWriting = false;
    }

    private ChannelFuture sendAndFlush(ByteBuf buffer, ChannelPromise promise) {
        isWriting = true;
        ChannelFuture written = channel.writeAndFlush(buffer, promise);
        isWriting = false;
        return written;
    }

    private void finish(Running current) {
        running = null;
        current.body().close();
        if (server.isHeard()) {
            // Nothing more is written, and the promise of nothing is kept after those of all that was.
            sendAndFlush(Unpooled.EMPTY_BUFFER, channel.newPromise()).addListener(done -> {
                if (done.isSuccess()) {
                    report(current);
                }
            });
        }
        try {
            connection.responded(current.call.isKeepAlive());
        } catch (Exception e) {
            channel.pipeline().fireExceptionCaught(e);
        }
    }

    private void report(Running finished) {
        WebRequest request = finished.call.request();
        server.report(new AssetRequest(
                request.method(),
                AssetPath.withoutQuery(request.target()),
                finished.response.status(),
                finished.response.body().length(),
                Duration.ofNanos(System.nanoTime() - finished.call.start())));
    }

    /** The length is announced and cannot be kept: only closing tells the client that what it has is not the whole. */
    private void abort(Running current, IOException cause) {
        server.aborted().increment();
        warn(current.call, cause);
        closeBody();
        channel.close();
    }

    private static void warn(Call call, IOException cause) {
        if (WARNINGS.permits()) {
            String path = AssetPath.withoutQuery(call.request().target());
            LOG.log(System.Logger.Level.WARNING, "response for {0} was given up: {1}", path, cause.toString());
        }
    }

    /** A small page for a request that no handler saw. */
    void refuse(int status, boolean isHead) {
        WebResponse page = server.handler().refuse(status);
        ByteBuf head = ResponseHead.write(
                channel.alloc(), page, false, (int) page.body().length());
        if (!isHead && page.body() instanceof MemoryBody body) {
            body.appendTo(head);
        }
        sendAndFlush(head, channel.voidPromise());
    }

    /** The channel is closed. A read that is running closes the body when it comes back. */
    void abandon() {
        isAbandoned = true;
        if (!isReading) {
            closeBody();
        }
    }

    private void closeBody() {
        Running current = running;
        running = null;
        if (current != null) {
            current.body().close();
        }
    }

    private static void release(@Nullable ByteBuf buffer) {
        if (buffer != null) {
            buffer.release();
        }
    }
}
