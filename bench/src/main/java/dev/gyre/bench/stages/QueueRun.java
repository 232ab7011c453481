package dev.gyre.bench.stages;

import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Puts events into a queue and takes them out, each in its turn; an event that is not the next one fails the run. */
final class QueueRun implements AutoCloseable {

    /** Different events: a power of two. */
    private static final int POOL = 1024;

    private final Ping[] pool =
            IntStream.range(0, POOL).mapToObj(i -> new Ping(0, 0, i)).toArray(Ping[]::new);
    private final Queue<Ping> queue;
    private final ExecutorService producer =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "bench-producer"));

    /** Put in and taken out so far, when no other thread runs. */
    private int in;

    private int out;

    QueueRun(Queue<Ping> queue) {
        this.queue = queue;
    }

    /** On this thread: as often as asked, puts some in and takes as many out. */
    void cycle(int times, int events) {
        for (int i = 0; i < times; i++) {
            put(events);
            take(events);
        }
    }

    /** Another thread puts in what this one takes out. */
    void handOver(int events) throws InterruptedException {
        Future<?> put = producer.submit(() -> put(events));
        take(events);
        try {
            put.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("producer: failed (expected: every event put in)", failed.getCause());
        }
    }

    void put(int events) {
        int end = in + events;
        for (int i = in; i != end; i++) {
            for (int attempt = 0; !queue.offer(pool[i & (POOL - 1)]); attempt++) {
                Spin.pause(attempt);
            }
        }
        in = end;
    }

    private void take(int events) {
        int end = out + events;
        for (int i = out; i != end; i++) {
            Ping taken = queue.poll();
            for (int attempt = 0; taken == null; attempt++) {
                Spin.pause(attempt);
                taken = queue.poll();
            }
            if (taken != pool[i & (POOL - 1)]) {
                throw new IllegalStateException("event " + i + ": " + taken + " (expected: in order)");
            }
        }
        out = end;
    }

    @Override
    public void close() {
        producer.shutdownNow();
    }
}
