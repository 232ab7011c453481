package dev.gyre.assets;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.concurrent.Queues;

/**
 * Takes the items of a body from whichever thread they come to the event loop, at most {@value #WINDOW} at a time.
 *
 * <p>Every signal asks for a drain; one that comes while a drain runs makes it run once more, so drains never overlap nor
 * nest, whatever a publisher or a write calls back.
 */
final class StreamQueue implements CoreSubscriber<ByteBuf> {

    /** Fewer would make a fast publisher wait for each hop to the loop, more would hold more of it for a slow client. */
    static final int WINDOW = 16;

    private final Channel channel;
    private final Runnable onDrain;

    /** Written by the publisher's thread, read by the event loop. */
    private final Queue<ByteBuf> items = Queues.<ByteBuf>get(WINDOW).get();

    /** How often a drain was asked for since the last began; the one who finds 0 brings it about. */
    private final AtomicInteger asked = new AtomicInteger();

    /** Written by the publisher's thread once, before {@link #ended}. */
    private @Nullable Throwable failure;

    private volatile boolean ended;

    // Confined to the event loop

    private @Nullable Subscription subscription;
    private int taken = WINDOW;
    private boolean isCancelled;

    StreamQueue(Channel channel, Runnable onDrain) {
        this.channel = channel;
        this.onDrain = onDrain;
    }

    @Override
    public void onSubscribe(Subscription next) {
        Loops.run(channel, () -> {
            if (isCancelled || subscription != null) {
                next.cancel();
            } else {
                subscription = next;
                drain();
            }
        });
    }

    @Override
    public void onNext(ByteBuf item) {
        if (ended || !items.offer(item)) {
            item.release();
            end(new AssetException("body: more items than were asked for"));
        } else {
            drain();
        }
    }

    @Override
    public void onError(Throwable cause) {
        end(cause);
    }

    @Override
    public void onComplete() {
        end(null);
    }

    private void end(@Nullable Throwable cause) {
        if (!ended) {
            failure = cause;
            ended = true;
            drain();
        }
    }

    /** Has a drain run, now or soon. */
    void drain() {
        if (asked.getAndIncrement() == 0) {
            if (!Loops.run(channel, this::drainAll)) {
                discard(); // nobody else takes items any more
            }
        }
    }

    private void drainAll() {
        int due = asked.get();
        while (due != 0) {
            if (isCancelled) {
                discard();
            } else {
                onDrain.run();
            }
            due = asked.addAndGet(-due);
        }
    }

    // What the writer does, on the event loop

    boolean isEmpty() {
        return items.isEmpty();
    }

    @Nullable
    ByteBuf poll() {
        ByteBuf item = items.poll();
        if (item != null) {
            taken++;
        }
        return item;
    }

    boolean hasEnded() {
        return ended;
    }

    @Nullable
    Throwable failure() {
        return ended ? failure : null;
    }

    /** Asks for as many as were taken. */
    void requestMore() {
        Subscription from = subscription;
        if (from != null && taken > 0 && !ended) {
            int count = taken;
            taken = 0;
            from.request(count);
        }
    }

    void cancel() {
        isCancelled = true;
        Subscription from = subscription;
        subscription = Operators.cancelledSubscription();
        if (from != null && !ended) {
            from.cancel();
        }
        drain();
    }

    private void discard() {
        for (ByteBuf item = items.poll(); item != null; item = items.poll()) {
            item.release();
        }
    }
}
