package dev.gyre.bench.stages;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Each window by itself: serialise, hand over to the UI thread, and wait for it or not. */
final class NaiveFanOut extends FanOut {

    private final ExecutorService ui = Executors.newSingleThreadExecutor();
    private final ObjectMapper mapper = new ObjectMapper();
    private final boolean waits;
    private long encodings;

    NaiveFanOut(int count, boolean waits) {
        super(count);
        this.waits = waits;
    }

    @Override
    void publish(Numbered event) {
        deliver(neighbour, event);
        for (HearingPage page : pages) {
            deliver(page, event);
        }
    }

    private void deliver(HearingPage page, Numbered event) {
        byte[] frame = frame(mapper, event);
        encodings++;
        Future<?> delivered = ui.submit(() -> page.accept(frame));
        if (waits) {
            try {
                delivered.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException("event: was not delivered (expected: it is)", e);
            }
        }
    }

    @Override
    long encodings() {
        return encodings;
    }

    /** The queue of the UI thread has no bound. */
    @Override
    long drops() {
        return 0;
    }

    @Override
    public void close() {
        ui.shutdownNow();
    }
}
