package dev.gyre.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
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
 * <p>The structure lock guards the registration of types, who subscribes to what, and the hooks. No user code runs under
 * it, and no publisher or worker takes it to publish or deliver (a {@code once} handler does to leave).
 */
final class RingEventBus implements EventBus {

    private final ReentrantLock structure = new ReentrantLock();
    private final Map<String, LaneRing> lanes = new LinkedHashMap<>();
    private final WorkerSignal signal = new WorkerSignal();
    private final Worker[] workers;
    private final DispatchTable[] tables;
    private final Subscribers subscribers;
    private final Registry registry;
    private final Watchdog watchdog;
    private final Failures failures;
    private final Hooks hooks;
    private final TypeEntry unheard;
    private final Duration closeDeadline;
    private final BusClose close;

    RingEventBus(EventBusOptions options) {
        this.failures = new Failures(options.errorHandler());
        this.hooks = new Hooks(failures);
        this.closeDeadline = options.closeDeadline();
        this.workers = new Worker[options.workers()];
        this.tables = new DispatchTable[workers.length];
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
        this.subscribers = new Subscribers(structure, workers, tables);
        this.registry = new Registry(lanes, structure, subscribers::registered);
        this.unheard = registry.entry(UNHEARD);
        this.watchdog = new Watchdog(List.of(workers), options.handlerBudget(), failures);
        this.close = new BusClose(this, List.copyOf(lanes.values()), List.of(workers), watchdog);
    }

    RingEventBus start() {
        for (Worker worker : workers) {
            worker.watchedBy(watchdog);
            worker.start();
        }
        watchdog.start();
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

    /** False if the bus takes no more. */
    boolean attachIfOpen(BusSubscription subscription) {
        EventType<?> type = subscription.scope().type();
        return type == null ? subscribers.add(subscription) : subscribers.add(subscription, registry.entry(type));
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
        return Collections.unmodifiableList(subscribers.all());
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

    Subscribers subscribers() {
        return subscribers;
    }

    Failures failures() {
        return failures;
    }

    @Override
    public Mono<CloseReport> close(Duration deadline) {
        return close.start(deadline);
    }

    @Override
    public void close() {
        Mono<CloseReport> outcome = close.start(closeDeadline);
        if (Schedulers.isNonBlockingThread(Thread.currentThread())) {
            return;
        }
        try {
            outcome.toFuture().get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("event bus: not closed (expected: a close never fails)", impossible);
        }
    }

    @Override
    public String toString() {
        return "event bus of " + workers.length + (workers.length == 1 ? " worker" : " workers");
    }
}
