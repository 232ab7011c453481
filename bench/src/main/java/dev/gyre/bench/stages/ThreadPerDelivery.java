package dev.gyre.bench.stages;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * An emitter that starts a thread for each event and listener, with its listeners in a map of lists under one lock: what
 * one writes first, and what the runtime that Gyre descends from did with goroutines.
 */
final class ThreadPerDelivery implements EventArm {

    /** All of this is guarded by the lock of this object; user code runs outside it, on copies. */
    private final Map<String, List<Consumer<TestEvent>>> listeners = new HashMap<>();

    private final Map<String, List<Predicate<TestEvent>>> hooks = new HashMap<>();
    private final Consumer<Runnable> starter;

    private ThreadPerDelivery(Consumer<Runnable> starter) {
        this.starter = starter;
    }

    static EventArm platform() {
        return new ThreadPerDelivery(delivery -> new Thread(delivery).start());
    }

    static EventArm virtual() {
        return new ThreadPerDelivery(VirtualThreads.starter());
    }

    @Override
    public synchronized void listen(Consumer<TestEvent> listener) {
        listeners.computeIfAbsent(TestEvent.NAME, name -> new ArrayList<>()).add(listener);
    }

    @Override
    public synchronized void hook(Predicate<TestEvent> hook) {
        hooks.computeIfAbsent(TestEvent.NAME, name -> new ArrayList<>()).add(hook);
    }

    @Override
    public boolean publish(TestEvent event) {
        List<Predicate<TestEvent>> judges;
        List<Consumer<TestEvent>> hearers;
        synchronized (this) {
            judges = List.copyOf(hooks.getOrDefault(TestEvent.NAME, List.of()));
            hearers = List.copyOf(listeners.getOrDefault(TestEvent.NAME, List.of()));
        }
        for (Predicate<TestEvent> judge : judges) {
            if (!judge.test(event)) {
                return false;
            }
        }
        for (Consumer<TestEvent> hearer : hearers) {
            starter.accept(() -> hearer.accept(event));
        }
        return true;
    }

    @Override
    public void close() {}
}
