package dev.gyre.event;

import static dev.gyre.event.ModelEar.check;

import dev.gyre.event.Guard.Does;
import dev.gyre.event.ModelEar.Kind;
import dev.gyre.event.ModelEar.Token;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import reactor.core.CoreSubscriber;

/**
 * One random schedule on the shipped bus, on one thread: the workers' rounds are driven from here. A {@link BusModel} runs
 * beside.
 */
final class BusSchedule {

    private static final List<EventType<Token>> TYPES = List.of(
            EventType.of("a.one", Token.class).on("a"),
            EventType.of("a.two", Token.class).on("a"),
            EventType.of("a.last", Token.class).on("a").sticky(),
            EventType.of("b.one", Token.class).on("b"),
            EventType.of("b.three", Token.class).on("b").replay(3));

    private static final List<String> PATTERNS = List.of("a.*", "*.one", "**", "b.three", "none.*");

    /**
     * Patterns for buffers, where the model does not see what comes: of one lane, for nothing is promised between lanes, and
     * of types that keep nothing.
     */
    private static final List<String> PLAIN_PATTERNS = List.of("a.one", "a.two", "none.*");

    private static final int STEPS = 80;
    private static final int MOST_EARS = 14;

    private final Random random;
    private final int workers;
    private final RingEventBus bus;
    private final Tenure tenure = new Tenure();
    private final BusModel model;
    private final Map<EventType<Token>, List<Guard>> guards = new HashMap<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private int ids;
    private long orders;
    private int nesting;
    private boolean ended;

    private AssertionError violation;

    BusSchedule(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        workers = 1 + random.nextInt(2);
        EventBusOptions options = new EventBusOptions();
        options.workers(workers).onError((event, source, error) -> keep(error));
        options.lane(Lane.WINDOW_MESSAGES, lane -> lane.capacity(2));
        options.lane(Lane.APPLICATION_EVENTS, lane -> lane.capacity(2));
        options.lane(Lane.WEBVIEW_REQUESTS, lane -> lane.capacity(2));
        options.lane("a", lane -> lane.capacity(2 << random.nextInt(4)).reject());
        options.lane("b", lane -> lane.capacity(8).block(Duration.ofNanos(1)));
        bus = new RingEventBus(options);
        model = new BusModel(bus.lanes(), workers);
    }

    /** What the model found fault with inside a handler, where the bus catches it. */
    private void keep(Throwable error) {
        if (violation == null && error instanceof AssertionError fault) {
            violation = fault;
        }
    }

    void run() {
        for (int i = 0; i < STEPS; i++) {
            step();
        }
        if (random.nextBoolean()) {
            driveAll();
        }
        close();
    }

    private <E> E any(List<E> all) {
        return all.get(random.nextInt(all.size()));
    }

    private void step() {
        switch (random.nextInt(16)) {
            case 0, 1 -> driveAll();
            case 2 -> drive(random.nextInt(workers));
            case 3 -> driveOneRound();
            case 4, 5 -> runLater();
            default -> act();
        }
    }

    /** What may happen anywhere, inside a handler too. */
    private void act() {
        switch (random.nextInt(24)) {
            case 0, 1 -> subscribeToType();
            case 2 -> subscribeToPatterns();
            case 3, 4 -> unsubscribe();
            case 5, 6 -> request();
            case 7 -> addPattern();
            case 8 -> removePattern();
            case 9 -> guard();
            case 10 -> unguard();
            default -> publish(any(TYPES));
        }
    }

    // Publishing

    private void publish(EventType<Token> type) {
        Token token = new Token(ids++, random.nextInt(6));
        List<Guard> asked = List.copyOf(guards.getOrDefault(type, List.of()));
        model.meet(type);
        PublishResult result = offer(type, token);
        Token passed = token;
        Does verdict = Does.PASS;
        for (Guard guard : asked) {
            verdict = Guard.on(guard.salt(), passed);
            if (verdict == Does.VETO || verdict == Does.THROW || verdict == Does.RETHROW) {
                break;
            }
            passed = verdict == Does.REPLACE ? Guard.replaced(passed) : passed;
        }
        note(type, passed, verdict, result);
    }

    private PublishResult offer(EventType<Token> type, Token token) {
        try {
            if (random.nextBoolean()) {
                return bus.tryPublish(type, token);
            }
            bus.publish(type, token);
            return PublishResult.ACCEPTED;
        } catch (PublishException refused) {
            return refused.result();
        }
    }

    private void note(EventType<Token> type, Token token, Does verdict, PublishResult result) {
        boolean passes = verdict == Does.PASS || verdict == Does.REPLACE || verdict == Does.PUBLISH;
        if (ended) {
            check(result == (verdict == Does.RETHROW ? PublishResult.VETOED : PublishResult.CLOSED), "%s", result);
        } else if (!passes) {
            check(result == PublishResult.VETOED, "%s of %s, but %s", verdict, token, result);
            model.lane(type).vetoed++;
        } else if (result == PublishResult.REJECTED) {
            model.rejected(type, token);
        } else {
            check(result == PublishResult.ACCEPTED, "%s of %s", result, token);
            model.accepted(type, token);
        }
    }

    private void guard() {
        EventType<Token> type = any(TYPES);
        int salt = random.nextInt(1000);
        model.meet(type);
        Registration made = bus.hook(type, token -> judge(Guard.on(salt, token), token), Guard.onFailure(salt));
        guards.computeIfAbsent(type, any -> new ArrayList<>()).add(new Guard(salt, made));
    }

    private Verdict judge(Does does, Token token) {
        return switch (does) {
            case VETO -> Verdict.veto("model");
            case REPLACE -> Verdict.replace(Guard.replaced(token));
            case PUBLISH -> publishFromHook();
            case THROW, RETHROW -> throw new IllegalStateException("hook");
            case PASS -> Verdict.PASS;
        };
    }

    private Verdict publishFromHook() {
        if (nesting < 3) {
            nesting++;
            publish(any(TYPES));
            nesting--;
        }
        return Verdict.PASS;
    }

    private void unguard() {
        guards.values().stream().filter(all -> !all.isEmpty()).findFirst().ifPresent(all -> {
            Guard guard = all.remove(random.nextInt(all.size()));
            guard.registration().close();
            guard.registration().close();
        });
    }

    // Subscribing

    private void subscribeToType() {
        if (model.ears().stream().filter(ear -> ear.attached).count() < MOST_EARS && !ended) {
            Kind kind = any(List.of(Kind.values()));
            EventType<Token> type = any(TYPES);
            ModelEar ear = newEar(kind, type);
            model.meet(type);
            if (kind == Kind.STREAM) {
                bus.stream(type, delivery(ear)).subscribe(new Listener(ear));
            } else if (kind == Kind.ONCE) {
                ear.subscription = (BusSubscription) bus.once(type, token -> hear(ear, token));
            } else {
                ear.subscription = (BusSubscription) bus.on(type, delivery(ear), token -> hear(ear, token));
            }
            model.subscribed(ear);
        }
    }

    private void subscribeToPatterns() {
        if (model.ears().stream().filter(ear -> ear.attached).count() < MOST_EARS && !ended) {
            ModelEar ear = newEar(any(List.of(Kind.WORKER, Kind.MAILBOX, Kind.DIRECT)), null);
            List<String> patterns = new ArrayList<>(List.of(patternFor(ear), patternFor(ear)));
            ear.patterns.addAll(patterns);
            ear.subscription =
                    (BusSubscription) bus.on(patterns, delivery(ear), event -> hear(ear, (Token) event.payload()));
            model.subscribed(ear);
        }
    }

    private ModelEar newEar(Kind kind, EventType<Token> type) {
        List<Overflow> overflows = List.of(Overflow.DROP_OLDEST, Overflow.DROP_NEWEST, Overflow.COALESCE);
        Overflow overflow = kind == Kind.STREAM && random.nextInt(4) == 0 ? Overflow.ERROR : any(overflows);
        boolean leaves = kind == Kind.STREAM || (kind != Kind.ONCE && random.nextInt(4) == 0);
        return new ModelEar(kind, orders++, type, overflow, 1 + random.nextInt(6), leaves);
    }

    private Delivery delivery(ModelEar ear) {
        Delivery delivery = switch (ear.kind) {
            case WORKER, ONCE -> Delivery.onWorker();
            case DIRECT -> Delivery.on(Runnable::run).capacity(ear.capacity).overflow(ear.overflow);
            case MAILBOX -> Delivery.on(moody()).capacity(ear.capacity).overflow(ear.overflow);
            case STREAM -> Delivery.buffered(ear.capacity, ear.overflow);
        };
        if (ear.isBuffered() && ear.overflow == Overflow.COALESCE) {
            delivery = delivery.coalesce(Token.class, BusSchedule::keyOf);
        }
        return delivery.onFailure(ear.leavesOnFailure ? OnFailure.UNSUBSCRIBE : OnFailure.REPORT);
    }

    private static int keyOf(Token token) {
        if (token.key() == ModelEar.BAD_KEY) {
            throw new IllegalStateException("key");
        }
        return token.key();
    }

    /** Runs later, and refuses now and then; what it refused is tried again with the next event. */
    private Executor moody() {
        return task -> {
            if (random.nextInt(10) == 0) {
                throw new RejectedExecutionException("not now");
            }
            later.add(task);
        };
    }

    private String patternFor(ModelEar ear) {
        List<String> patterns = ear.isBuffered() ? PLAIN_PATTERNS : PATTERNS;
        return any(patterns);
    }

    /** An ear whose state is known now. */
    private ModelEar anyEar(Predicate<ModelEar> condition) {
        List<ModelEar> known =
                model.ears().stream().filter(condition).filter(model::isKnown).toList();
        return known.isEmpty() ? null : any(known);
    }

    private void unsubscribe() {
        ModelEar ear = anyEar(any -> true);
        if (ear != null) {
            ear.subscription.close();
            if (random.nextBoolean()) {
                ear.subscription.close();
            }
            if (!ear.closed || ear.attached) {
                ear.cancel();
            }
        }
    }

    private void addPattern() {
        ModelEar ear = anyEar(any -> any.type == null);
        if (ear != null) {
            String pattern = patternFor(ear);
            ear.subscription.add(pattern);
            ear.patterns.add(pattern);
            model.patternAdded(ear);
        }
    }

    private void removePattern() {
        ModelEar ear = anyEar(any -> any.type == null);
        if (ear != null) {
            String pattern = patternFor(ear);
            ear.subscription.remove(pattern);
            ear.patterns.remove(pattern);
            model.patternRemoved(ear);
        }
    }

    private void request() {
        ModelEar ear = anyEar(any -> any.kind == Kind.STREAM);
        if (ear != null) {
            int n = random.nextInt(6) - 1;
            if (n <= 0) {
                if (!ear.closed) {
                    ear.ending = ear.ending.isEmpty() ? "request: " + n : ear.ending;
                    ear.discard();
                    ear.settle();
                }
            } else if (ear.demand != Long.MAX_VALUE) {
                ear.demand += n;
            }
            ear.stream.request(n);
            check(ear.busy || ear.closed || ear.demand == 0 || ear.waiting() == 0, "%s keeps what is asked", ear);
        }
    }

    /** A subscriber that keeps no rule but asks for what the schedule says. */
    private final class Listener implements CoreSubscriber<Token> {
        private final ModelEar ear;

        Listener(ModelEar ear) {
            this.ear = ear;
        }

        @Override
        public void onSubscribe(org.reactivestreams.Subscription stream) {
            ear.stream = stream;
            ear.subscription = (BusSubscription) stream;
            ear.demand = random.nextInt(3) == 0 ? Long.MAX_VALUE : random.nextInt(3);
            if (ear.demand > 0) {
                stream.request(ear.demand);
            }
        }

        @Override
        public void onNext(Token token) {
            check(ear.terminal.isEmpty(), "%s heard %s after its end", ear, token);
            hear(ear, token);
        }

        @Override
        public void onError(Throwable error) {
            end(
                    error instanceof IllegalArgumentException
                            ? error.getMessage().substring(0, error.getMessage().indexOf(" ("))
                            : "overflow");
        }

        @Override
        public void onComplete() {
            end("complete");
        }

        private void end(String how) {
            check(ear.terminal.isEmpty(), "%s ended twice", ear);
            ear.terminal = how;
        }
    }

    // Delivery

    /** A handler was called: it must be its turn. Then it does what handlers do, and throws now and then. */
    private void hear(ModelEar ear, Token token) {
        check(!ear.closed && !ear.busy, "%s heard %s, closed or out of turn", ear, token);
        model.arrive(ear, token);
        ear.closed = ear.kind == Kind.ONCE;
        ear.busy = true;
        boolean fails = random.nextInt(12) == 0;
        nesting++;
        while (nesting < 4 && random.nextInt(4) == 0) {
            act();
        }
        nesting--;
        ear.busy = false;
        if (fails) {
            ear.fail();
        } else {
            ear.returned();
        }
        if (ear.kind == Kind.ONCE) {
            ear.close();
        }
        ear.settle();
        if (fails) {
            throw new IllegalStateException("handler");
        }
    }

    // Driving

    private void driveAll() {
        for (int worker = 0; worker < workers; worker++) {
            drive(worker);
        }
        model.checkDepths();
    }

    private void drive(int worker) {
        model.begin(worker);
        run(worker);
        checkNothingKept();
        model.driven();
    }

    private void run(int worker) {
        int rounds = 0;
        while (bus.cycle(worker).run(tenure) > 0) {
            check(++rounds < 10_000, "worker %d finds no end", worker);
        }
    }

    /** One round, of a lone worker, whose position can be seen; not while a buffer is owed what cannot. */
    private void driveOneRound() {
        boolean unseen = model.ears().stream()
                .filter(ModelEar::isBuffered)
                .anyMatch(ear -> ear.joins.values().stream()
                        .anyMatch(join -> !join.owed().isEmpty()));
        if (workers == 1 && !unseen) {
            model.begin(0);
            bus.cycle(0).run(tenure);
            model.paused();
            // A handler may have subscribed meanwhile: only the end tells what such a buffer was given.
            driveAll();
        }
    }

    private void runLater() {
        for (Runnable task = later.poll(); task != null; task = later.poll()) {
            task.run();
        }
        checkAccounts();
    }

    private void checkAccounts() {
        checkNothingKept();
        model.checkAccounts();
    }

    private void checkNothingKept() {
        if (violation != null) {
            throw violation;
        }
    }

    // The end

    private void close() {
        CloseReport report = bus.close(Duration.ZERO).block(BusFixture.PATIENCE);
        ended = true;
        long left = model.close();
        check(new CloseReport(left == 0, left).equals(report), "%s (expected: %d undelivered)", report, left);
        checkAccounts();
        publish(TYPES.get(0));
        for (int worker = 0; worker < workers; worker++) {
            run(worker);
            check(bus.cycle(worker).isDone(), "worker %d is not done", worker);
        }
        runLater();
        check(model.ears().stream().allMatch(ear -> ear.subscription.waiting() == 0), "something waits after the end");
        check(bus.subscriptions().isEmpty(), "%s are open after the end", bus.subscriptions());
    }
}
