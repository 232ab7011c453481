package dev.gyre.event;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.varhandle.SpmcVarHandleArrayQueue;

/**
 * Where the items of a subscription wait while its handler holds up the thread that called it: the worker that succeeded
 * that thread puts them here, and the thread takes them out when its handler comes back, until none is left; then the
 * subscription is the worker's again. One of the two runs at a time, so order holds across the detour and back.
 */
final class Detour implements Runnable {

    private final BusSubscription subscription;
    private final SpmcVarHandleArrayQueue<Object> waiting = new SpmcVarHandleArrayQueue<>(Delivery.DEFAULT_CAPACITY);

    /** Whether a thread has the subscription: at first the one that is held up. */
    private final AtomicBoolean taken = new AtomicBoolean(true);

    Detour(BusSubscription subscription) {
        this.subscription = subscription;
    }

    /** Called by the worker. Returns whether the detour is over: nothing waits and the handler is free. */
    boolean put(Object item) {
        while (!waiting.offer(item)) {
            if (waiting.poll() != null) {
                subscription.dropped.add(1);
            }
        }
        if (taken.compareAndSet(false, true)) {
            drain();
            return true;
        }
        if (subscription.isClosed()) {
            discard();
        }
        return false;
    }

    /** Called by the thread that was held up. */
    @Override
    public void run() {
        do {
            drain();
            taken.set(false);
        } while (!waiting.isEmpty() && taken.compareAndSet(false, true));
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
