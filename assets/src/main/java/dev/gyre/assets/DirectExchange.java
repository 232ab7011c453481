package dev.gyre.assets;

import dev.gyre.assets.spi.DirectRequest;
import dev.gyre.assets.spi.DirectResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;

/**
 * One request from within the process and its response: the client of a {@link DirectChannel}. It speaks HTTP/1.1 with the
 * server, so that nothing there is made twice, and reads on as its subscriber asks. Confined to the event loop, but for what
 * its subscriber calls.
 */
// How a closing ends is heard through the channel: closed() follows.
@SuppressWarnings("FutureReturnValueIgnored")
final class DirectExchange implements DirectChannel.Client, Publisher<ByteBuffer>, Subscription {

    /** What the connection is made of, which is not for the client to say. */
    private static final Set<String> OURS = Set.of(
            "host", "connection", "content-length", "transfer-encoding", "expect", "upgrade", "keep-alive", "te");

    /** Our own server's, which are longer than a foreign one's should be: what routes set is up to the application. */
    private static final HttpDecoderConfig RESPONSES =
            new HttpDecoderConfig().setMaxHeaderSize(1 << 20).setMaxChunkSize(256 * 1024);

    private final MonoSink<DirectResponse> sink;
    private final DirectChannel channel;
    private final boolean isHead;

    // Confined to the event loop

    private @Nullable EmbeddedChannel decoder;
    private final Queue<ByteBuffer> ready = new ArrayDeque<>();
    private @Nullable Subscriber<? super ByteBuffer> reader;
    private long demand;
    private boolean isAnswered;
    private boolean isWhole;
    private boolean isClosed;
    private boolean isTold;

    DirectExchange(DirectRequest request, String host, MonoSink<DirectResponse> sink) {
        this.sink = sink;
        this.channel = new DirectChannel(encode(request, host), this);
        this.isHead = request.method().equals("HEAD");
    }

    /** As late as it is needed: many requests may wait for their turn. */
    private EmbeddedChannel decoder() {
        EmbeddedChannel made = decoder;
        if (made == null) {
            made = new EmbeddedChannel(new HttpResponseDecoder(RESPONSES) {
                @Override
                protected boolean isContentAlwaysEmpty(HttpMessage response) {
                    return isHead || super.isContentAlwaysEmpty(response);
                }
            });
            decoder = made;
        }
        return made;
    }

    private static ByteBuf encode(DirectRequest request, String host) {
        StringBuilder head = new StringBuilder()
                .append(request.method())
                .append(' ')
                .append(request.target())
                .append(" HTTP/1.1\r\nhost: ")
                .append(host)
                .append("\r\nconnection: close\r\n");
        request.headers().forEach((name, value) -> {
            if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        });
        if (request.body().hasRemaining()) {
            head.append("content-length: ").append(request.body().remaining()).append("\r\n");
        }
        return Unpooled.wrappedBuffer(
                ByteBuffer.wrap(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1)), request.body());
    }

    /** To be registered with a loop. */
    DirectChannel channel() {
        return channel;
    }

    /** Nobody waits for the response any more. From any thread, once the channel is registered. */
    @Override
    public void cancel() {
        run(() -> {
            isTold = true;
            channel.close();
        });
    }

    /** Instead of being registered. */
    void drop() {
        channel.doClose();
        closed();
    }

    // What the channel calls

    @Override
    public boolean wants() {
        return !isAnswered || (ready.isEmpty() && demand > 0);
    }

    @Override
    public void take(ByteBuf bytes) {
        EmbeddedChannel parts = decoder();
        parts.writeInbound(bytes);
        for (Object message = parts.readInbound(); message != null; message = parts.readInbound()) {
            decoded(message);
        }
        deliver();
    }

    private void decoded(Object message) {
        try {
            if (message instanceof HttpResponse response) {
                isAnswered = true;
                sink.success(new DirectResponse(response.status().code(), fields(response.headers()), Flux.from(this)));
            }
            if (message instanceof HttpContent content && content.content().isReadable()) {
                ByteBuffer copy = ByteBuffer.allocate(content.content().readableBytes());
                content.content().readBytes(copy);
                ready.add(copy.flip());
            }
            isWhole |= message instanceof LastHttpContent;
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private static Map<String, String> fields(HttpHeaders headers) {
        Map<String, String> fields = new TreeMap<>();
        for (String name : headers.names()) {
            fields.put(name.toLowerCase(Locale.ROOT), String.join(", ", headers.getAll(name)));
        }
        fields.keySet().removeAll(OURS);
        if (headers.contains("content-length")) {
            fields.put("content-length", headers.get("content-length"));
        }
        return fields;
    }

    /** The channel is closed. */
    void closed() {
        isClosed = true;
        if (decoder != null) {
            decoder.finishAndReleaseAll();
        }
        if (!isAnswered) {
            sink.error(new AssetException("response: none (expected: one, of a server that runs)"));
        }
        deliver();
    }

    // What the subscriber calls

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> next) {
        next.onSubscribe(this);
        run(() -> {
            if (reader == null) {
                reader = next;
                deliver();
                channel.flowOn();
            } else {
                next.onError(new IllegalStateException("body: subscribed before (expected: one subscriber)"));
            }
        });
    }

    @Override
    public void request(long count) {
        if (Operators.validate(count)) {
            run(() -> {
                demand = Operators.addCap(demand, count);
                deliver();
                channel.flowOn();
            });
        }
    }

    /** Where the loop has ended, and the channel with it, nobody else does anything here. */
    private void run(Runnable task) {
        if (!Loops.run(channel, task)) {
            task.run();
        }
    }

    private void deliver() {
        Subscriber<? super ByteBuffer> to = reader;
        if (to == null || isTold) {
            return;
        }
        while (demand > 0 && !ready.isEmpty()) {
            demand--;
            to.onNext(ready.remove());
        }
        if (ready.isEmpty() && !isTold && (isWhole || isClosed)) {
            isTold = true;
            if (isWhole) {
                to.onComplete();
            } else {
                to.onError(new AssetException("response: cut off (expected: whole)"));
            }
        }
    }
}
