package dev.gyre.bench.stages;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** A queue and a thread that calls the one subscriber with what it takes: the hand-over one writes first. */
final class QueuePeer implements PeerArm {

    private static final int CAPACITY = 1024;

    private final Putting queue;
    private final Thread subscriber;

    private QueuePeer(Putting put, Taking take, List<Consumer<Ping>> ears) {
        Require.same("subscribers", 1L, ears.size());
        queue = put;
        subscriber = new Thread(() -> drain(take, ears.get(0)), "bench-subscriber");
        subscriber.start();
    }

    /** As large as a lane; both sides wait. */
    static QueuePeer linkedBlockingQueue(Traffic traffic, List<Consumer<Ping>> ears) {
        LinkedBlockingQueue<Ping> queue = new LinkedBlockingQueue<>(CAPACITY);
        return new QueuePeer(queue::put, queue::take, traffic.untyped(ears));
    }

    /** Without a bound; the subscriber waits. */
    static QueuePeer halvingRing(Traffic traffic, List<Consumer<Ping>> ears) {
        HalvingRing<Ping> ring = new HalvingRing<>();
        return new QueuePeer(ring::offer, ring::take, traffic.untyped(ears));
    }

    private static void drain(Taking queue, Consumer<Ping> ear) {
        try {
            while (true) {
                ear.accept(queue.take());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void publish(Ping ping) {
        try {
            queue.put(ping);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        subscriber.interrupt();
    }

    private interface Putting {
        void put(Ping ping) throws InterruptedException;
    }

    private interface Taking {
        Ping take() throws InterruptedException;
    }
}
