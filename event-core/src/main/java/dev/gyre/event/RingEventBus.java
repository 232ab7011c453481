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
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    private final Registry registry = new Registry(lanes, structure, this::registered);
    private final WorkerSignal signal = new WorkerSignal();
    private final Worker[] workers;
    private final DispatchTable[] tables;

    private final Watchdog watchdog;

    /** How many subscriptions each worker serves. Guarded by the structure lock. */
    private final int[] loads;

    /** Open subscriptions in the order they were made. Guarded by the structure lock. */
    private final Set<BusSubscription> subscriptions = new LinkedHashSet<>();

    private final Failures failures;
    private final Hooks hooks;
    private final TypeEntry unheard;
    private final Duration closeDeadline;
    private final BusClose close;

    /** How often a subscription took a place under a type. Guarded by the structure lock. */
    private long joined;

    /** No subscription is taken any more. Guarded by the structure lock. */
    private boolean sealed;

    RingEventBus(EventBusOptions options) {
        this.failures = new Failures(options.errorHandler());
        this.hooks = new Hooks(failures);
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
            workers[i] = new Worker("gyre-worker-" + i, new RoundOfLanes(readers[i]), options.waiting(), signal);
        }
        int column = 0;
        for (LaneRing lane : lanes.values()) {
            int at = column++;
            lane.readers(Arrays.stream(readers).map(row -> row[at]).toArray(LaneReader[]::new));
        }
        signal.workers(workers);
        this.unheard = registry.entry(UNHEARD);
        this.watchdog = new Watchdog(List.of(workers), options.handlerBudget(), failures);
        this.close = new BusClose(this, List.copyOf(lanes.values()), List.of(workers), watchdog);
    }

    RingEventBus start() {
        watchdog.start();
        for (Worker worker : workers) {
            worker.start();
        }
        return this;
    }

    @Override
    public <T> PublishResult tryPublish(EventType<T> type, T payload) {
        TypeEntry entry = registry.entry(type);
        requirePayload(type, payload);
        HookEntry[] asked = entry.hooks;
        if (asked == null) {
            return noted(entry.lane.offer(entry.id, payload), entry, payload);
        }
        Verdict verdict = hooks.judge(entry, asked, payload);
        Object passed = verdict.payloadOr(payload);
        return verdict.passes() ? noted(entry.lane.offer(entry.id, passed), entry, passed) : entry.lane.veto();
    }

    @Override
    public <T> void publish(EventType<T> type, T payload) {
        TypeEntry entry = registry.entry(type);
        requirePayload(type, payload);
        HookEntry[] asked = entry.hooks;
        if (asked == null) {
            require(noted(entry.lane.offerOrWait(entry.id, payload), entry, payload), entry, Verdict.PASS);
            return;
        }
        Verdict verdict = hooks.judge(entry, asked, payload);
        Object passed = verdict.payloadOr(payload);
        require(
                verdict.passes() ? noted(entry.lane.offerOrWait(entry.id, passed), entry, passed) : entry.lane.veto(),
                entry,
                verdict);
    }

    private static void requirePayload(EventType<?> type, @Nullable Object payload) {
        if (payload == null) {
            throw new NullPointerException("payload of " + type.name() + ": null (expected: a "
                    + type.payload().getSimpleName() + ")");
        }
    }

    /** Lets those who listen for unheard events know of one. */
    private PublishResult noted(PublishResult result, TypeEntry entry, Object payload) {
        if (!entry.isHeard() && result == PublishResult.ACCEPTED && entry != unheard && entry.type.retained() == 0) {
            entry.lane.countUnheard();
            if (unheard.isHeard()) {
                unheard.lane.offer(unheard.id, Event.of(entry.type, payload));
            }
        }
        return result;
    }

    private void require(PublishResult result, TypeEntry entry, Verdict verdict) {
        if (result != PublishResult.ACCEPTED) {
            throw new PublishException(result, whyNot(result, entry, verdict));
        }
    }

    private String whyNot(PublishResult result, TypeEntry entry, Verdict verdict) {
        return switch (result) {
            case VETOED -> entry.type.name() + " was vetoed: " + verdict.reason();
            case CLOSED -> "the event bus is closed: " + entry.type.name() + " was not published";
            default ->
                "lane \"" + entry.lane.name() + "\" is full: " + entry.lane.depth() + " of " + entry.lane.capacity()
                        + busyWorkers() + "; " + entry.type.name() + " was not published";
        };
    }

    private String busyWorkers() {
        return Arrays.stream(workers).map(Worker::busyWith).collect(Collectors.joining());
    }

    @Override
    public <T> Subscription on(EventType<T> type, Delivery delivery, Consumer<? super T> handler) {
        return open(handlerOf(Scope.of(type), delivery, handler));
    }

    @Override
    public <T> Subscription once(EventType<T> type, Consumer<? super T> handler) {
        return open(new OnceSubscription(this, Scope.of(type).named(type.name() + " once"), untyped(handler)));
    }

    @Override
    public PatternSubscription on(List<String> patterns, Delivery delivery, Consumer<? super Event<?>> handler) {
        return open(handlerOf(Scope.of(patterns), delivery, handler));
    }

    private BusSubscription handlerOf(Scope scope, Delivery delivery, Consumer<?> handler) {
        return delivery.executor() == null
                ? new HandlerSubscription(this, scope, delivery, untyped(handler))
                : new MailboxSubscription(this, scope, delivery, untyped(handler));
    }

    @SuppressWarnings("unchecked") // a typed subscription hears its type's payloads, any other hears events
    private static Consumer<Object> untyped(Consumer<?> handler) {
        return (Consumer<Object>) Objects.requireNonNull(handler, "handler");
    }

    @Override
    public <T> Flux<T> stream(EventType<T> type, Delivery delivery) {
        registry.entry(type);
        return streamOf(Scope.of(type), delivery);
    }

    @Override
    public Flux<Event<?>> stream(String pattern, Delivery delivery) {
        return streamOf(Scope.of(List.of(pattern)), delivery);
    }

    @Override
    public Flux<Event<?>> streamLane(String lane, Delivery delivery) {
        registry.requireLane("lane", lane);
        return streamOf(Scope.ofLane(lane), delivery);
    }

    private <T> Flux<T> streamOf(Scope scope, Delivery delivery) {
        Scope named = scope.named("stream of " + scope.name());
        return new EventFlux<>(this, subscriber -> new StreamSubscription(this, named, delivery, subscriber));
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
        EventType<?> type = subscription.scope().type();
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
                subscription
                        .scope()
                        .patterns()
                        .forEach(each -> subscription.patterns().put(each.toString(), each));
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

    private boolean matches(BusSubscription subscription, TypeEntry entry) {
        return entry != unheard
                && subscription.scope().admits(entry.type)
                && subscription.patterns().values().stream().anyMatch(pattern -> pattern.matches(entry.type.name()));
    }

    private void attach(BusSubscription subscription, TypeEntry entry) {
        subscription.attached.add(entry);
        Row row = tables[subscription.worker].row(entry.id);
        Replay replay = row.history == null ? null : new Replay(row.history);
        Target target = new Target(entry.type, subscription, entry.lane.cursor(), joined++, replay);
        row.add(target);
        entry.changeListeners(1);
        if (replay != null) {
            entry.lane.owe(subscription.worker, target);
            workers[subscription.worker].wakeIfParked();
        }
    }

    private void detach(BusSubscription subscription, TypeEntry entry) {
        tables[subscription.worker].row(entry.id).remove(subscription);
        entry.changeListeners(-1);
    }

    /** A type was registered: workers know it, and patterns that match it hear it from its first event on. */
    private void registered(TypeEntry entry) {
        for (DispatchTable table : tables) {
            table.add(new Row(entry.type));
        }
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
    public <T> Registration hook(EventType<T> type, Hook<? super T> hook, OnHookFailure onFailure) {
        TypeEntry entry = registry.entry(type);
        Objects.requireNonNull(onFailure, "onFailure");
        HookEntry made = new HookEntry((Hook<Object>) Objects.requireNonNull(hook, "hook"), onFailure);
        changeHooks(entry, all -> all.add(made));
        return () -> changeHooks(entry, all -> all.remove(made));
    }

    private void changeHooks(TypeEntry entry, Consumer<List<HookEntry>> change) {
        structure.lock();
        try {
            HookEntry[] before = entry.hooks;
            List<HookEntry> all = new ArrayList<>(before == null ? List.of() : List.of(before));
            change.accept(all);
            entry.hooks = all.isEmpty() ? null : all.toArray(HookEntry[]::new);
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

    @Override
    public <Q, R> Subscription reply(
            RequestType<Q, R> type, Delivery delivery, Function<? super Q, ? extends Mono<? extends R>> replier) {
        Objects.requireNonNull(replier, "replier");
        return on(type.event(), delivery, request -> request.serve(() -> replier.apply(type.question(request))));
    }

    @Override
    public <Q, R> Mono<R> request(RequestType<Q, R> type, Q question, Duration deadline) {
        return Mono.defer(() -> {
            if (!isHeard(type.event())) {
                return Mono.error(new IllegalStateException("nobody replies to " + type.name()));
            }
            Request request = new Request(question);
            publish(type.event(), request);
            return request.outcome()
                    .timeout(
                            deadline,
                            Mono.error(() -> new TimeoutException(
                                    type.name() + ": no reply within " + deadline.toMillis() + " ms")))
                    .map(type::reply);
        });
    }

    @Override
    public List<TypeAccount> types() {
        return registry.entries().stream()
                .map(entry ->
                        new TypeAccount(entry.type, tables[0].row(entry.id).passed(), entry.listeners()))
                .toList();
    }

    @Override
    public String dump() {
        return BusDump.of(this, List.of(workers));
    }

    /** The work of one worker, for whoever drives a bus that was not started. */
    DutyCycle cycle(int worker) {
        return workers[worker].cycle();
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
        return "event bus of " + workers.length + (workers.length == 1 ? " worker" : " workers");
    }
}
