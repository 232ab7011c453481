package dev.gyre.bench.stages;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;

/** The JDK's publisher with a buffer of 1,024 events for each subscriber, on as many threads as there are cores. */
final class SubmissionPublisherPeer implements PeerArm {

    private static final int BUFFER = 1024;

    private final ExecutorService pool = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(), task -> new Thread(task, "bench-submission"));
    private final SubmissionPublisher<Ping> publisher = new SubmissionPublisher<>(pool, BUFFER);

    SubmissionPublisherPeer(Traffic traffic, List<Consumer<Ping>> ears) {
        traffic.untyped(ears).forEach(ear -> publisher.subscribe(new TakeAll<>(ear)));
    }

    @Override
    public void publish(Ping ping) {
        publisher.submit(ping);
    }

    @Override
    public void close() {
        publisher.close();
        pool.shutdown();
    }
}
