package dev.gyre.bench.stages;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The JDK's own publisher with its default buffers; {@code submit} waits for the slowest. It has a pool of its own, since
 * on the common pool of a small machine it would start a thread for each task.
 */
final class SubmissionPublisherArm implements EventArm {

    private final ExecutorService pool = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(), task -> new Thread(task, "bench-submission"));
    private final SubmissionPublisher<TestEvent> publisher = new SubmissionPublisher<>(pool, Flow.defaultBufferSize());
    private final List<Predicate<TestEvent>> hooks = new ArrayList<>();

    @Override
    public void listen(Consumer<TestEvent> listener) {
        publisher.subscribe(new TakeAll<>(listener));
    }

    @Override
    public void hook(Predicate<TestEvent> hook) {
        hooks.add(hook);
    }

    @Override
    public boolean publish(TestEvent event) {
        for (Predicate<TestEvent> hook : hooks) {
            if (!hook.test(event)) {
                return false;
            }
        }
        publisher.submit(event);
        return true;
    }

    @Override
    public void close() {
        publisher.close();
        pool.shutdown();
    }
}
