package dev.gyre.assets;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Operators;

/**
 * The body of a request on its way to one subscriber. It holds nothing itself: the decoder takes bytes off the socket only
 * as far as they were asked for, and lets the rest wait there.
 *
 * <p>Signals come on the event loop; demand and cancellation may come from anywhere and go there first. Who subscribed may
 * be told of the end from two sides, of which the first counts.
 */
final class Upload implements Publisher<ByteBuf>, Subscription {

    private final Channel channel;

    /** Told, on the event loop, when more may be read. */
    private final Runnable onDemand;

    private final AtomicBoolean isSubscribed = new AtomicBoolean();

    // Confined to the event loop

    private @Nullable Subscriber<? super ByteBuf> subscriber;
    private @Nullable Throwable failure;
    private long demand;
    private boolean isCancelled;
    private boolean isOver;
    private boolean isTold;

    Upload(Channel channel, Runnable onDemand) {
        this.channel = channel;
        this.onDemand = onDemand;
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuf> next) {
        if (!isSubscribed.compareAndSet(false, true)) {
            Operators.error(next, new IllegalStateException("body: subscribed before (expected: one subscriber)"));
            return;
        }
        next.onSubscribe(this);
        Loops.run(channel, () -> {
            subscriber = next;
            tellEnd();
            onDemand.run(); // it may have asked already
        });
    }

    @Override
    public void request(long count) {
        if (Operators.validate(count)) {
            Loops.run(channel, () -> {
                demand = Operators.addCap(demand, count);
                onDemand.run();
            });
        }
    }

    @Override
    public void cancel() {
        Loops.run(channel, () -> {
            isCancelled = true;
            isTold = true;
            onDemand.run();
        });
    }

    // What the decoder does, on the event loop

    /** Whether bytes are wanted now, if only to be dropped. */
    boolean wants() {
        return isCancelled || (demand > 0 && subscriber != null);
    }

    /** Hands bytes over, which the subscriber releases. */
    void next(ByteBuf bytes) {
        Subscriber<? super ByteBuf> to = subscriber;
        if (isCancelled || isOver || to == null) {
            bytes.release();
        } else {
            demand--;
            to.onNext(bytes);
        }
    }

    void complete() {
        isOver = true;
        tellEnd();
    }

    /** Ends it, unless it has ended. */
    void fail(Throwable cause) {
        if (!isOver) {
            isOver = true;
            failure = cause;
            tellEnd();
        }
    }

    boolean isOver() {
        return isOver;
    }

    private void tellEnd() {
        Subscriber<? super ByteBuf> to = subscriber;
        if (to == null || !isOver || isTold) {
            return;
        }
        isTold = true;
        if (failure == null) {
            to.onComplete();
        } else {
            to.onError(failure);
        }
    }
}
