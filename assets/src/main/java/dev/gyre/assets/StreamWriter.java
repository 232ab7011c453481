package dev.gyre.assets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/**
 * Writes one response that comes as a stream.
 *
 * <pre>{@code
 * ASKED --answered--> ANSWERED --first bytes, or end--> BEGUN --end--> OVER
 *     any before BEGUN --failed--> OVER, a page with a status     BEGUN --failed--> OVER, the connection is reset
 * }</pre>
 *
 * <p>What comes from elsewhere waits in a {@link StreamQueue}, whose drains all run on the event loop, one after the other.
 * A drain takes what is there while the channel is writable, flushes once, and asks for as much again; so a slow client
 * costs at most that window and the channel's own high-water mark. Netty's encoder is in the pipeline from the head to the
 * end: other responses are written as they travel. All but the signals is confined to the event loop.
 */
// How writes and closings end is heard through the channel: it closes, and gone() follows.
@SuppressWarnings("FutureReturnValueIgnored")
final class StreamWriter implements CoreSubscriber<Streamed> {

    private enum State {
        ASKED,
        ANSWERED,
        BEGUN,
        OVER
    }

    private static final System.Logger LOG = System.getLogger(StreamWriter.class.getName());
    private static final RateLimit WARNINGS = new RateLimit();

    private final Channel channel;
    private final ServerContext server;
    private final Connection connection;
    private final ResponseWriter.Call call;
    private final HttpVersion version;
    private final Upload upload;
    private final StreamQueue queue;
    private State state = State.ASKED;
    private Subscription asking = Operators.emptySubscription();
    private @Nullable Streamed response;
    private @Nullable ScheduledFuture<?> alarm;
    private Runnable onEnd = () -> {};
    private boolean isKeepAlive;
    private boolean hasBody;
    private long sent;
    /** Messages written and not yet flushed, and messages flushed that the socket has not taken. */
    private int unflushed;

    private int flushing;

    StreamWriter(
            Channel channel,
            ServerContext server,
            Connection connection,
            ResponseWriter.Call call,
            HttpVersion version,
            Upload upload) {
        this.channel = channel;
        this.server = server;
        this.connection = connection;
        this.call = call;
        this.version = version;
        this.upload = upload;
        this.queue = new StreamQueue(channel, this::drain);
    }

    /** Has something run once all is over. */
    void onEnd(Runnable task) {
        onEnd = task;
    }

    void begin(Publisher<Streamed> answer) {
        long nanos = server.answerTime().toNanos();
        alarm = channel.eventLoop().schedule(() -> failUnlessBegun(Refusal.LATE), nanos, TimeUnit.NANOSECONDS);
        wind();
        answer.subscribe(this);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        asking = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Streamed answer) {
        Loops.run(channel, () -> answered(answer));
    }

    @Override
    public void onError(Throwable cause) {
        Loops.run(channel, () -> {
            if (state == State.ASKED) {
                fail(cause);
            }
        });
    }

    @Override
    public void onComplete() {
        Loops.run(channel, () -> {
            if (state == State.ASKED) {
                fail(new IllegalStateException("answer: none (expected: one)"));
            }
        });
    }

    /** The page has ended: what is on its way to it ends too. From any thread. */
    void pageEnded() {
        Loops.run(channel, () -> fail(new RefusedException(Refusal.PROOF)));
    }

    private void answered(Streamed answer) {
        if (state == State.ASKED) {
            state = State.ANSWERED;
            asking = Operators.emptySubscription();
            response = answer;
            answer.body().subscribe(queue);
            queue.drain();
        }
    }

    /** The channel may be writable again. */
    void pump() {
        queue.drain();
    }

    /** Called by the queue, never while it is being called. */
    private void drain() {
        Streamed current = response;
        if (current == null || state == State.OVER) {
            return;
        }
        boolean hasEnded = queue.hasEnded(); // before the items are looked at: none comes after it
        if (state == State.ANSWERED && queue.isEmpty() && queue.failure() != null) {
            fail(queue.failure());
            return;
        }
        if (state == State.ANSWERED && (current.isHeadFirst() || hasEnded || !queue.isEmpty())) {
            sendHead(current);
        }
        if (state == State.BEGUN) {
            sendItems(current);
        }
        if (state == State.BEGUN && hasEnded && queue.isEmpty()) {
            end(current);
        } else if (channel.isWritable()) {
            queue.requestMore();
        }
    }

    private void sendHead(Streamed current) {
        state = State.BEGUN;
        cancelAlarm();
        boolean isChunked = false;
        HttpResponse head = new DefaultHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(current.status()), current.headers());
        boolean isBodiless = current.status() == 204 || current.status() == 304;
        hasBody = !isBodiless && !call.request().method().equals("HEAD");
        if (current.length() >= 0 && !isBodiless) {
            head.headers().set(HttpHeaderNames.CONTENT_LENGTH, current.length());
        } else if (hasBody && version.equals(HttpVersion.HTTP_1_1)) {
            isChunked = true;
            head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        boolean isDelimited = !hasBody || isChunked || current.length() >= 0;
        isKeepAlive = call.isKeepAlive() && isDelimited && !connection.isDraining();
        head.headers().set(HttpHeaderNames.DATE, HttpDate.now());
        head.headers()
                .set(HttpHeaderNames.CONNECTION, isKeepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
        channel.pipeline().addFirst(new HttpResponseEncoder());
        channel.write(head, channel.voidPromise());
        unflushed++;
    }

    private void sendItems(Streamed current) {
        while (state == State.BEGUN && channel.isWritable()) {
            ByteBuf item = queue.poll();
            if (item == null) {
                break;
            }
            send(current, item);
        }
        if (state == State.BEGUN && unflushed > 0) {
            flush();
        }
    }

    private void send(Streamed current, ByteBuf item) {
        int count = item.readableBytes();
        if (count == 0 || !hasBody) {
            item.release();
            return;
        }
        sent += count;
        if (current.length() >= 0 && sent > current.length()) {
            item.release();
            fail(new AssetException("body: longer than " + current.length() + " bytes (expected: as announced)"));
            return;
        }
        unflushed++;
        channel.write(new DefaultHttpContent(item), channel.voidPromise());
    }

    /** One empty write at the end tells when all before it is in the socket's hands. */
    private void flush() {
        int flushed = unflushed;
        unflushed = 0;
        flushing += flushed;
        wind();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
            flushing -= flushed;
            connection.touch();
            wind();
        });
    }

    private void end(Streamed current) {
        Throwable failure = queue.failure();
        if (failure != null) {
            fail(failure);
        } else if (hasBody && current.length() >= 0 && sent < current.length()) {
            fail(new AssetException("body: " + sent + " bytes (expected: " + current.length() + ")"));
        } else {
            finish(current);
        }
    }

    private void finish(Streamed current) {
        close();
        channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(done -> {
            if (done.isSuccess()) {
                report(current);
            }
        });
        channel.pipeline().remove(HttpResponseEncoder.class);
        connection.enter(Connection.Phase.RESPONSE);
        try {
            connection.responded(isKeepAlive);
        } catch (Exception e) {
            channel.pipeline().fireExceptionCaught(e);
        }
    }

    private void report(Streamed finished) {
        server.report(new AssetRequest(
                call.request().method(),
                AssetPath.withoutQuery(call.request().target()),
                finished.status(),
                sent,
                Duration.ofNanos(System.nanoTime() - call.start())));
    }

    private void failUnlessBegun(Refusal refusal) {
        if (state == State.ASKED || state == State.ANSWERED) {
            fail(new RefusedException(refusal));
        }
    }

    /** Ends with a page that tells the status, or, once something was sent, by resetting the connection. */
    private void fail(@Nullable Throwable cause) {
        if (state == State.OVER) {
            return;
        }
        boolean isBegun = state == State.BEGUN;
        close();
        if (cause instanceof RefusedException refused) {
            server.refusals().record(refused.refusal());
        } else {
            (isBegun ? server.aborted() : server.failed()).increment();
            warn(cause);
        }
        if (isBegun) {
            reset();
        } else {
            int status = cause instanceof RefusedException refused
                    ? refused.refusal().status()
                    : 500;
            connection.enter(Connection.Phase.RESPONSE);
            connection.writer().respond(call, server.handler().refuse(status, call.request()));
        }
    }

    private void warn(@Nullable Throwable cause) {
        if (WARNINGS.permits()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no whole response for " + call.request().method() + " "
                            + AssetPath.withoutQuery(call.request().target()),
                    cause);
        }
    }

    /** An end in good order could pass for the end of the body, where nothing else delimits it. */
    private void reset() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    /** The request turned out to be none of ours. True if nothing was answered yet, so that a page can still say so. */
    boolean giveWay() {
        boolean isBegun = state == State.BEGUN;
        close();
        if (isBegun) {
            server.aborted().increment();
            reset();
        }
        return !isBegun;
    }

    /** The channel is closed. */
    void gone() {
        close();
        upload.fail(new AssetException("body: the client has gone"));
    }

    private void close() {
        if (state != State.OVER) {
            state = State.OVER;
            connection.stream(null);
            cancelAlarm();
            asking.cancel();
            queue.cancel();
            onEnd.run();
        }
    }

    private void cancelAlarm() {
        ScheduledFuture<?> pending = alarm;
        if (pending != null) {
            pending.cancel(false);
        }
        alarm = null;
    }

    /** Lets the clock run for the client while it has to take or send something, and for nobody while the handler has. */
    void wind() {
        if (state == State.OVER) {
            return;
        }
        if (flushing > 0) {
            connection.enter(Connection.Phase.RESPONSE);
        } else if (!upload.isOver() && upload.wants()) {
            connection.enter(Connection.Phase.BODY);
        } else {
            connection.enter(Connection.Phase.ANSWER);
        }
    }
}
