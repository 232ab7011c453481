package dev.gyre.event;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.atomic.SpmcAtomicArrayQueue;

/**
 * Where the items of a subscription wait while its handler holds up the thread that called it: the worker that succeeded
 * that thread puts them here, and the thread takes them out when its handler comes back, until none is left; then the
 * subscription is the worker's again. One thread at a time takes out, so order holds across the detour and back.
 *
 * <p>A worker that finds the subscription free takes out itself, and may be held up and expelled in that: so once it has
 * begun to, it leaves what belongs to the worker alone. That a detour is over is found by a worker before it puts.
 */
final class Detour implements Runnable {

    private final BusSubscription subscription;
    private final SpmcAtomicArrayQueue<Object> waiting = new SpmcAtomicArrayQueue<>(Delivery.DEFAULT_CAPACITY);

    /** Whether a thread has the subscription: at first the one that is held up. */
    private final AtomicBoolean taken = new AtomicBoolean(true);

    Detour(BusSubscription subscription) {
        this.subscription = subscription;
    }

    /** Whether nothing waits and no thread has the subscription. Asked by the worker, who alone could put more. */
    boolean isOver() {
        return !taken.get() && waiting.isEmpty();
    }

    /** Called by the worker. */
    void put(Object item, Tenure tenure) {
        while (!waiting.offer(item)) {
            if (waiting.poll() != null) {
                subscription.dropped.add(1);
            }
        }
        tenure.enter(subscription.number);
        takeOut();
        if (subscription.isClosed()) {
            discard();
        }
    }

    /** Called by the thread that was held up at first. */
    @Override
    public void run() {
        drain();
        taken.set(false);
        takeOut();
    }

    /** Drains unless another thread is at it, which looks again after it let go. */
    private void takeOut() {
        while (!waiting.isEmpty() && taken.compareAndSet(false, true)) {
            drain();
            taken.set(false);
        }
    }

    private void drain() {
        for (Object item = waiting.poll(); item != null; item = waiting.poll()) {
            if (subscription.isClosed()) {
                subscription.dropped.add(1);
            } else {
                subscription.receive(item);
            }
        }
    }

    void discard() {
        while (waiting.poll() != null) {
            subscription.dropped.add(1);
        }
    }

    int size() {
        return waiting.size();
    }
}
