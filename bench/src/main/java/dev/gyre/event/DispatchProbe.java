package dev.gyre.event;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The registry and the workers' dispatch tables of a bus without the ring between them, for benchmarks: the one place where
 * they reach into this package.
 *
 * <p>As in a bus, all threads share the registry, each worker has a table of its own, and joining and leaving happen under
 * one lock that no reader takes.
 */
public final class DispatchProbe {

    /** Later than anyone joined. */
    private static final long NOW = Long.MAX_VALUE;

    private final ReentrantLock structure = new ReentrantLock();

    /** What subscriptions belong to. It is never started, and never meets the subscriptions of a probe. */
    private final RingEventBus bus = new RingEventBus(new EventBusOptions());

    /** Each has a row of every type. Guarded by the structure lock. */
    private final List<DispatchTable> tables = new ArrayList<>();

    private final Registry registry = new Registry(lanes(), structure, this::addRows);

    /** A probe without types. */
    public DispatchProbe() {}

    private Map<String, LaneRing> lanes() {
        return bus.lanes().stream()
                .map(LaneRing.class::cast)
                .collect(Collectors.toMap(Lane::name, Function.identity()));
    }

    private void addRows(TypeEntry entry) {
        tables.forEach(table -> table.add(new Row(entry.type)));
    }

    /**
     * Adds a worker.
     *
     * @return the worker, for one thread
     */
    public Worker newWorker() {
        Worker worker = new Worker();
        locked(() -> {
            registry.entries().stream()
                    .sorted(Comparator.comparingInt(entry -> entry.id))
                    .forEach(entry -> worker.table.add(new Row(entry.type)));
            tables.add(worker.table);
        });
        return worker;
    }

    private void locked(Runnable change) {
        structure.lock();
        try {
            change.run();
        } finally {
            structure.unlock();
        }
    }

    /** What one worker has: its table. */
    public final class Worker {

        private final DispatchTable table = new DispatchTable();
        private final Tenure tenure = new Tenure();

        private Worker() {}

        /**
         * Finds a type's id as a publisher does, then its targets as a worker does, and calls them.
         *
         * @param type the type
         * @param payload what its handlers are called with
         * @param <T> the payload's class
         */
        public <T> void dispatch(EventType<T> type, T payload) {
            int id = registry.entry(type).id;
            for (Target target : table.row(id).targets()) {
                if (NOW > target.joinedAfter()) {
                    target.subscription().take(target.type(), payload, tenure);
                }
            }
        }

        /**
         * Subscribes a handler.
         *
         * @param type the type
         * @param handler called with each payload
         * @param <T> the payload's class
         * @return takes it away again
         */
        @SuppressWarnings("unchecked") // called with this type's payloads only
        public <T> Registration join(EventType<T> type, Consumer<T> handler) {
            Row row = table.row(registry.entry(type).id);
            BusSubscription subscription = new HandlerSubscription(
                    bus, Scope.of(type), Delivery.onWorker(), (Consumer<Object>) (Consumer<?>) handler);
            locked(() -> row.add(new Target(type, subscription, 0, null)));
            return () -> locked(() -> row.remove(subscription));
        }
    }
}
