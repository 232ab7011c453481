package dev.gyre.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The bus: joins registry, lanes, workers and subscriptions.
 *
 * <p>The structure lock guards which subscription stands where: the set of open subscriptions, their patterns, the
 * workers' tables, the hooks, and the registration of types. No user code runs under it, and no publisher or worker
 * takes it to publish or deliver (a {@code once} handler does to leave).
 */
final class RingEventBus implements EventBus {

    private final ReentrantLock structure = new ReentrantLock();
    private final Map<String, LaneRing> lanes = new LinkedHashMap<>();
    private final Registry registry = new Registry(lanes, structure, this::attachPatterns);
    private final WorkerSignal signal = new WorkerSignal();
    private final Worker[] workers;
    private final DispatchTable[] tables;

    /** How many subscriptions each worker serves. Guarded by the structure lock. */
    private final int[] loads;

    /** Open subscriptions in the order they were made. Guarded by the structure lock. */
    private final Set<BusSubscription> subscriptions = new LinkedHashSet<>();

    private final Failures failures;
    private final Duration closeDeadline;
    private final BusClose close;

    /** No subscription is taken any more. Guarded by the structure lock. */
    private boolean sealed;

    RingEventBus(EventBusOptions options) {
        this.failures = new Failures(options.errorHandler());
        this.closeDeadline = options.closeDeadline();
        this.workers = new Worker[options.workers()];
        this.tables = new DispatchTable[workers.length];
        this.loads = new int[workers.length];
        options.lanes().forEach((name, lane) -> lanes.put(name, new LaneRing(name, lane, signal)));
        LaneReader[][] readers = new LaneReader[workers.length][];
        for (int i = 0; i < workers.length; i++) {
            DispatchTable table = new DispatchTable();
            tables[i] = table;
            readers[i] = lanes.values().stream()
                    .map(lane -> new LaneReader(lane, table))
                    .toArray(LaneReader[]::new);
            workers[i] = new Worker("gyre-worker-" + i, new RoundOfLanes(readers[i]), options.waiting());
        }
        int column = 0;
        for (LaneRing lane : lanes.values()) {
            int at = column++;
            lane.readers(Arrays.stream(readers).map(row -> row[at]).toArray(LaneReader[]::new));
        }
        signal.workers(workers);
        this.close = new BusClose(this, List.copyOf(lanes.values()), List.of(workers));
    }

    RingEventBus start() {
        for (Worker worker : workers) {
            worker.start();
        }
        return this;
    }

    @Override
    public <T> PublishResult tryPublish(EventType<T> type, T payload) {
        TypeEntry entry = registry.entry(type);
        requirePayload(type, payload);
        return entry.hooks == null || judge(entry, payload).passes()
                ? entry.lane.offer(entry.id, payload)
                : entry.lane.veto();
    }

    @Override
    public <T> void publish(EventType<T> type, T payload) {
        TypeEntry entry = registry.entry(type);
        requirePayload(type, payload);
        Verdict verdict = entry.hooks == null ? Verdict.PASS : judge(entry, payload);
        PublishResult result = verdict.passes() ? entry.lane.offerOrWait(entry.id, payload) : entry.lane.veto();
        if (result != PublishResult.ACCEPTED) {
            throw new PublishException(result, whyNot(result, entry, verdict));
        }
    }

    private static void requirePayload(EventType<?> type, @Nullable Object payload) {
        if (payload == null) {
            throw new NullPointerException("payload of " + type.name() + ": null (expected: a "
                    + type.payload().getSimpleName() + ")");
        }
    }

    private Verdict judge(TypeEntry entry, Object payload) {
        for (HookEntry hook : Objects.requireNonNull(entry.hooks)) {
            Verdict verdict = judge(hook, entry, payload);
            if (!verdict.passes()) {
                return verdict;
            }
        }
        return Verdict.PASS;
    }

    private Verdict judge(HookEntry entry, TypeEntry type, Object payload) {
        try {
            return Objects.requireNonNull(entry.hook().beforePublish(payload), "verdict");
        } catch (Throwable error) { // Errors too: a guard that breaks keeps the door shut
            failures.report(Event.of(type.type, payload), "hook on " + type.type.name(), error);
            return Verdict.veto("a hook failed: " + error.getClass().getSimpleName());
        }
    }

    private static String whyNot(PublishResult result, TypeEntry entry, Verdict verdict) {
        return switch (result) {
            case VETOED -> entry.type.name() + " was vetoed: " + verdict.reason();
            case CLOSED -> "the event bus is closed: " + entry.type.name() + " was not published";
            default ->
                "lane \"" + entry.lane.name() + "\" is full: " + entry.lane.depth() + " of " + entry.lane.capacity()
                        + "; " + entry.type.name() + " was not published";
        };
    }

    @Override
    public <T> Subscription on(EventType<T> type, Delivery delivery, Consumer<? super T> handler) {
        return open(handlerOf(type, delivery.nameOr(type.name()), delivery, handler, false));
    }

    @Override
    public <T> Subscription once(EventType<T> type, Consumer<? super T> handler) {
        return open(handlerOf(type, type.name() + " once", Delivery.onWorker(), handler, true));
    }

    @Override
    public PatternSubscription on(List<String> patterns, Delivery delivery, Consumer<? super Event<?>> handler) {
        BusSubscription made = handlerOf(null, delivery.nameOr(String.join(", ", patterns)), delivery, handler, false);
        patterns.forEach(pattern -> made.patterns().put(pattern, EventPattern.of(pattern)));
        return open(made);
    }

    @SuppressWarnings("unchecked") // a typed subscription hears its type's payloads, a pattern's hears events
    private BusSubscription handlerOf(
            @Nullable EventType<?> type, String name, Delivery delivery, Consumer<?> handler, boolean once) {
        Consumer<Object> any = (Consumer<Object>) Objects.requireNonNull(handler, "handler");
        return delivery.executor() == null
                ? new HandlerSubscription(this, name, type, any, once)
                : new MailboxSubscription(this, name, type, delivery, any);
    }

    @Override
    public <T> Flux<T> stream(EventType<T> type, Delivery delivery) {
        registry.entry(type);
        String name = delivery.nameOr("stream of " + type.name());
        return new EventFlux<>(this, subscriber -> new StreamSubscription(this, name, type, delivery, subscriber));
    }

    @Override
    public Flux<Event<?>> stream(String pattern, Delivery delivery) {
        EventPattern parsed = EventPattern.of(pattern);
        String name = delivery.nameOr("stream of " + pattern);
        return new EventFlux<>(this, subscriber -> {
            StreamSubscription stream = new StreamSubscription(this, name, null, delivery, subscriber);
            stream.patterns().put(pattern, parsed);
            return stream;
        });
    }

    private BusSubscription open(BusSubscription subscription) {
        if (!attachIfOpen(subscription)) {
            throw new IllegalStateException(
                    "the event bus is closed: \"" + subscription.name() + "\" came too late to subscribe");
        }
        return subscription;
    }

    /** Gives a new subscription its worker and its place under every type it matches; false if the bus takes no more. */
    boolean attachIfOpen(BusSubscription subscription) {
        EventType<?> type = subscription.type();
        TypeEntry only = type == null ? null : registry.entry(type);
        structure.lock();
        try {
            if (sealed) {
                return false;
            }
            if (subscription.isClosed()) {
                return true;
            }
            subscriptions.add(subscription);
            subscription.worker = leastLoaded();
            loads[subscription.worker]++;
            if (only == null) {
                attachMatching(subscription);
            } else {
                attach(subscription, only);
            }
            return true;
        } finally {
            structure.unlock();
        }
    }

    private int leastLoaded() {
        int least = 0;
        for (int i = 1; i < loads.length; i++) {
            if (loads[i] < loads[least]) {
                least = i;
            }
        }
        return least;
    }

    private void attachMatching(BusSubscription subscription) {
        for (TypeEntry entry : registry.entries()) {
            attachIfMatching(subscription, entry);
        }
    }

    private void attachIfMatching(BusSubscription subscription, TypeEntry entry) {
        if (!subscription.attached.contains(entry) && matches(subscription, entry)) {
            attach(subscription, entry);
        }
    }

    private static boolean matches(BusSubscription subscription, TypeEntry entry) {
        return subscription.patterns().values().stream().anyMatch(pattern -> pattern.matches(entry.type.name()));
    }

    private void attach(BusSubscription subscription, TypeEntry entry) {
        subscription.attached.add(entry);
        tables[subscription.worker].add(entry.id, new Target(entry.type, subscription, entry.lane.position()));
        entry.changeListeners(1);
    }

    private void detach(BusSubscription subscription, TypeEntry entry) {
        tables[subscription.worker].remove(entry.id, subscription);
        entry.changeListeners(-1);
    }

    /** A type was registered: patterns that match it hear it from its first event on. */
    private void attachPatterns(TypeEntry entry) {
        subscriptions.forEach(subscription -> attachIfMatching(subscription, entry));
    }

    void addPattern(BusSubscription subscription, EventPattern pattern) {
        structure.lock();
        try {
            subscription.patterns().put(pattern.toString(), pattern);
            if (subscriptions.contains(subscription)) {
                attachMatching(subscription);
            }
        } finally {
            structure.unlock();
        }
    }

    void removePattern(BusSubscription subscription, String pattern) {
        structure.lock();
        try {
            subscription.patterns().remove(pattern);
            subscription.attached.removeIf(entry -> {
                boolean unmatched = !matches(subscription, entry);
                if (unmatched) {
                    detach(subscription, entry);
                }
                return unmatched;
            });
        } finally {
            structure.unlock();
        }
    }

    void detach(BusSubscription subscription) {
        structure.lock();
        try {
            if (subscriptions.remove(subscription)) {
                loads[subscription.worker]--;
                subscription.attached.forEach(entry -> detach(subscription, entry));
                subscription.attached.clear();
            }
        } finally {
            structure.unlock();
        }
    }

    @Override
    @SuppressWarnings("unchecked") // called with this type's payloads only
    public <T> Registration hook(EventType<T> type, Hook<? super T> hook) {
        TypeEntry entry = registry.entry(type);
        HookEntry made = new HookEntry((Hook<Object>) Objects.requireNonNull(hook, "hook"));
        changeHooks(entry, hooks -> hooks.add(made));
        return () -> changeHooks(entry, hooks -> hooks.remove(made));
    }

    private void changeHooks(TypeEntry entry, Consumer<List<HookEntry>> change) {
        structure.lock();
        try {
            HookEntry[] before = entry.hooks;
            List<HookEntry> hooks = new ArrayList<>(before == null ? List.of() : List.of(before));
            change.accept(hooks);
            entry.hooks = hooks.isEmpty() ? null : hooks.toArray(HookEntry[]::new);
        } finally {
            structure.unlock();
        }
    }

    @Override
    public boolean isHeard(EventType<?> type) {
        return registry.entry(type).isHeard();
    }

    @Override
    public @Nullable EventType<?> type(String name) {
        TypeEntry entry = registry.find(name);
        return entry == null ? null : entry.type;
    }

    @Override
    public void register(EventType<?> type) {
        registry.entry(type);
    }

    @Override
    public List<Lane> lanes() {
        return List.copyOf(lanes.values());
    }

    @Override
    public List<Subscription> subscriptions() {
        structure.lock();
        try {
            return Collections.unmodifiableList(new ArrayList<>(subscriptions));
        } finally {
            structure.unlock();
        }
    }

    @Override
    public void measureLatency(boolean on) {
        lanes.values().forEach(lane -> lane.measureLatency(on));
    }

    Failures failures() {
        return failures;
    }

    /** Takes no subscription any more. */
    List<BusSubscription> seal() {
        structure.lock();
        try {
            sealed = true;
            return new ArrayList<>(subscriptions);
        } finally {
            structure.unlock();
        }
    }

    @Override
    public Mono<CloseReport> close(Duration deadline) {
        return close.start(deadline);
    }

    @Override
    public void close() {
        Mono<CloseReport> outcome = close.start(closeDeadline);
        if (!Schedulers.isNonBlockingThread(Thread.currentThread())) {
            outcome.block();
        }
    }

    @Override
    public String toString() {
        return "event bus of " + workers.length + " workers, " + lanes.values();
    }
}
