package dev.gyre.event;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;

/**
 * One subscriber of a stream: a bounded buffer between the worker and the subscriber's demand.
 *
 * <p>The queue-drain of Reactive Streams implementations: whoever raises {@code work} from zero drains, on its own thread
 * (the worker that brought an event, or the thread that requested or cancelled); others only raise it, and the drainer
 * looks again before it leaves. So signals are serial, and a request from inside {@code onNext} does not recurse.
 */
final class StreamSubscription extends BusSubscription implements org.reactivestreams.Subscription {

    private static final AtomicLongFieldUpdater<StreamSubscription> REQUESTED =
            AtomicLongFieldUpdater.newUpdater(StreamSubscription.class, "requested");

    private final Mailbox buffer;

    /** What the subscriber asked for and has not got yet. Written through {@link #REQUESTED}. */
    private volatile long requested;

    private final AtomicInteger work = new AtomicInteger();

    /** Null once terminated or cancelled, so that a finished subscriber can be collected. The drainer's own. */
    private @Nullable CoreSubscriber<Object> subscriber;

    /** Nothing will be put into the buffer any more. Written before {@code work} is raised. */
    private volatile boolean ended;

    /** Why it ended, or null for completion. Written before {@code ended}, first cause wins. */
    private volatile @Nullable Throwable cause;

    /** What waits is not emitted any more, whatever comes to it yet. Written before {@code work} is raised. */
    private volatile boolean forfeited;

    StreamSubscription(RingEventBus bus, Scope scope, Delivery delivery, CoreSubscriber<Object> subscriber) {
        super(bus, scope, delivery);
        this.buffer = Mailbox.of(delivery, this);
        this.subscriber = subscriber;
    }

    @Override
    void receive(Object item) {
        if (ended) {
            dropped.add(1);
            return;
        }
        put(item);
        drain();
    }

    private void put(Object item) {
        try {
            if (!buffer.put(item)) {
                end(Exceptions.failWithOverflow("stream \"" + name() + "\" is full: " + buffer.size()
                        + " events wait and its subscriber requests none"));
            }
        } catch (Throwable error) { // of the function that gives the key
            fail(item, error);
        }
    }

    private void end(@Nullable Throwable why) {
        cause = why;
        ended = true;
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            if (!ended) {
                end(new IllegalArgumentException("request: " + n + " (expected: more than 0, Reactive Streams 3.9)"));
            }
            forfeit();
        } else {
            Operators.addCap(REQUESTED, this, n);
        }
        drain();
    }

    @Override
    public void cancel() {
        close();
    }

    @Override
    public void close() {
        if (!isClosed()) {
            super.close();
            drain();
        }
    }

    @Override
    void complete() {
        if (!ended) {
            end(null);
        }
        drain();
    }

    /** Not {@link #close}, which would cancel: whoever is draining now must still find the end and signal it. */
    @Override
    void expire() {
        forfeit();
        drain();
    }

    private void forfeit() {
        forfeited = true;
        discard();
    }

    private void drain() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            emit();
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    /** Emits what demand allows, then the end if it has come to that. */
    private void emit() {
        long demand = requested;
        long emitted = 0;
        CoreSubscriber<Object> target = subscriber;
        if (target == null) {
            discard(); // the worker was at an item while it ended
        }
        while (target != null) {
            if (isClosed()) {
                subscriber = null;
                discard();
                break;
            }
            boolean last = ended;
            if (forfeited) {
                discard();
            }
            Object item = emitted < demand ? buffer.poll() : null;
            if (item != null) {
                emitted++;
                next(target, item);
            } else if (last && buffer.isEmpty()) {
                terminate(target);
                break;
            } else {
                break;
            }
        }
        Operators.produced(REQUESTED, this, emitted);
    }

    private void next(CoreSubscriber<Object> target, Object item) {
        try {
            target.onNext(item);
            delivered.increment();
        } catch (Throwable error) { // against the specification: the subscriber is out of order, the worker is not
            fail(item, error);
            close();
        }
    }

    private void terminate(CoreSubscriber<Object> target) {
        subscriber = null;
        super.close();
        Throwable why = cause;
        try {
            if (why == null) {
                target.onComplete();
            } else {
                target.onError(why);
            }
        } catch (Throwable error) { // against the specification, and maybe on the thread that closes the bus
            Failures.log("the end of \"" + name() + "\" met a subscriber that failed", error);
        }
    }

    @Override
    void discard() {
        buffer.discard(this);
    }

    @Override
    long backlog() {
        return buffer.size();
    }
}
