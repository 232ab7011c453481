package dev.gyre.assets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Operators;

/**
 * One response of the dev server, and its body as a stream: what one read brings is one item, and nothing is read that was
 * not asked for. Confined to the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // how closings end is heard through the channel
final class ProxyResponse extends ChannelInboundHandlerAdapter implements Publisher<ByteBuf>, Subscription {

    /** What becomes of a response. */
    interface Listener {

        /** Its head is there; the body is subscribed to within, or later. */
        void begun(HttpResponse head, ProxyResponse body);

        /** The connection is of no use, and there is no head. */
        void broken(Throwable cause);

        /** It was read to its end. */
        void completed(HttpResponse head, ProxyResponse body);
    }

    private final Channel channel;
    private final Listener listener;
    private final List<ByteBuf> pending = new ArrayList<>();
    private @Nullable HttpResponse head;
    private @Nullable Subscriber<? super ByteBuf> subscriber;
    private @Nullable Throwable failure;
    private long demand;
    private boolean isInterim;
    private boolean isComplete;
    private boolean isOver;

    ProxyResponse(Channel channel, Listener listener) {
        this.channel = channel;
        this.listener = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        boolean isUnexpected = !(message instanceof HttpObject part)
                || part.decoderResult().isFailure()
                || (message instanceof HttpResponse && head != null)
                || isComplete;
        if (isUnexpected) {
            ReferenceCountUtil.release(message);
            fail(new IOException("dev server: a malformed response"));
        } else if (message instanceof HttpResponse response) {
            begin(response);
        } else if (message instanceof HttpContent content) {
            add(content);
        }
    }

    private void begin(HttpResponse response) {
        if (response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            head = response;
            listener.begun(response, this);
        } else if (response.status().code() == 101) {
            fail(new IOException("dev server: switched protocols unasked"));
        } else {
            isInterim = true;
        }
    }

    private void add(HttpContent content) {
        boolean isLast = content instanceof LastHttpContent;
        if (isInterim || isOver || !content.content().isReadable()) {
            content.release();
        } else {
            pending.add(content.content());
        }
        isComplete = isLast && !isInterim;
        isInterim &= !isLast;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (head == null && !isOver) {
            channel.read();
        } else {
            deliver();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!isComplete) {
            fail(new IOException("dev server: closed the connection in the middle of a response"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(cause);
    }

    private void fail(Throwable cause) {
        channel.close();
        if (failure != null || isOver) {
            return;
        }
        failure = cause;
        if (head == null) {
            isOver = true;
            listener.broken(cause);
        } else {
            deliver();
        }
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuf> next) {
        subscriber = next;
        next.onSubscribe(this);
        deliver();
    }

    @Override
    public void request(long count) {
        demand = Operators.addCap(demand, count);
        deliver();
    }

    @Override
    public void cancel() {
        if (!isOver) {
            isOver = true;
            channel.close();
            pending.forEach(ReferenceCountUtil::release);
            pending.clear();
        }
    }

    private void deliver() {
        Subscriber<? super ByteBuf> to = subscriber;
        if (to == null || isOver) {
            return;
        }
        if (demand > 0 && !pending.isEmpty()) {
            demand--;
            to.onNext(takePending());
        }
        if (!pending.isEmpty() || isOver) {
            return;
        }
        if (isComplete) {
            isOver = true;
            listener.completed(Objects.requireNonNull(head, "head"), this);
            to.onComplete();
        } else if (failure != null) {
            isOver = true;
            to.onError(failure);
        } else if (demand > 0) {
            channel.read();
        }
    }

    private ByteBuf takePending() {
        ByteBuf item = pending.size() == 1 ? pending.get(0) : Unpooled.wrappedBuffer(pending.toArray(new ByteBuf[0]));
        pending.clear();
        return item;
    }
}
