package dev.gyre.bench.stages;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A runtime and a page as one writes them first: each frame is a message of its own, handed from the page to the connection,
 * from there to a thread that calls, back to the connection and to the page.
 */
final class NaivePages implements AutoCloseable {

    /** As many as Gyre has on a machine of this size. */
    private static final int CALL_THREADS = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());

    private final ExecutorService connection = Executors.newSingleThreadExecutor();
    private final ExecutorService callers = Executors.newFixedThreadPool(CALL_THREADS);
    private final LinkedBlockingQueue<byte[]> inbox = new LinkedBlockingQueue<>();
    private final NaiveCalls calls;

    NaivePages(Object service) {
        this.calls = new NaiveCalls(service);
    }

    /** The page sends a call. */
    void call(byte[] frame) {
        connection.execute(() -> callers.execute(() -> answer(frame)));
    }

    private void answer(byte[] frame) {
        try {
            deliver(calls.answer(frame));
        } catch (IOException e) {
            throw new IllegalStateException("call: cannot be read (expected: a fixture)", e);
        }
    }

    /** The application sends an event. */
    void publish(Object event) {
        try {
            deliver(calls.mapper().writeValueAsBytes(event));
        } catch (IOException e) {
            throw new IllegalStateException("event: cannot be written (expected: a fixture)", e);
        }
    }

    private void deliver(byte[] frame) {
        connection.execute(() -> inbox.add(frame));
    }

    /** Takes a message, if one comes in time. On the page's thread. */
    void await(Consumer<byte[]> page, long nanos) {
        try {
            byte[] message = inbox.poll(nanos, TimeUnit.NANOSECONDS);
            if (message != null) {
                page.accept(message);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a message", e);
        }
    }

    @Override
    public void close() {
        connection.shutdownNow();
        callers.shutdownNow();
    }
}
