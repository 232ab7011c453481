package dev.gyre.bench.stages;

import dev.gyre.event.EventBus;
import dev.gyre.event.EventType;
import dev.gyre.event.PublishException;
import dev.gyre.event.Subscription;
import dev.gyre.event.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Gyre's bus as it comes: default lanes, default workers, {@code publish} that waits for room. */
final class GyreArm implements EventArm {

    private static final EventType<TestEvent> TYPE = EventType.of(TestEvent.NAME, TestEvent.class);

    private final EventBus bus = EventBus.create();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final List<ExecutorService> executors = new ArrayList<>();

    @Override
    public void listen(Consumer<TestEvent> listener) {
        subscriptions.add(bus.on(TYPE, listener));
    }

    @Override
    public void listenBlocking(Consumer<TestEvent> listener) {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "bench-listener"));
        executors.add(executor);
        subscriptions.add(bus.on(TYPE, executor, listener));
    }

    @Override
    public void hook(Predicate<TestEvent> hook) {
        bus.hook(TYPE, event -> hook.test(event) ? Verdict.PASS : Verdict.veto("refused"));
    }

    @Override
    public boolean publish(TestEvent event) {
        try {
            bus.publish(TYPE, event);
            return true;
        } catch (PublishException refused) {
            return false;
        }
    }

    @Override
    public long drops() {
        return subscriptions.stream()
                .mapToLong(subscription -> subscription.dropped() + subscription.failed())
                .sum();
    }

    @Override
    public void close() {
        bus.close();
        executors.forEach(ExecutorService::shutdownNow);
    }
}
