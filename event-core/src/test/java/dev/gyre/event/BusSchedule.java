package dev.gyre.event;

import static dev.gyre.event.ModelEar.check;

import dev.gyre.event.ModelEar.Join;
import dev.gyre.event.ModelEar.Kind;
import dev.gyre.event.ModelEar.Token;
import dev.gyre.event.ModelLane.Sent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import reactor.core.CoreSubscriber;

/**
 * One random schedule on the shipped bus, on one thread: the workers' rounds are driven from here. Beside the bus runs a
 * model, which learns of each call of a handler and follows the order the bus promises up to that call: event by event of
 * a lane, and subscription by subscription in the order they were made. It fails when a call comes that is not due, or one
 * that was due has not come.
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
    private static final int REPLACED = 1_000_000;

    private enum Does {
        PASS,
        VETO,
        REPLACE,
        PUBLISH,
        THROW,
        RETHROW
    }

    /** A hook whose verdict follows from the token. */
    private record Guard(int salt, Registration registration) {
        static Does on(int salt, Token token) {
            int dice = Math.floorMod(token.id() * 31 + salt * 17, 20);
            return switch (dice) {
                case 0 -> Does.VETO;
                case 1 -> Does.REPLACE;
                case 2 -> Does.PUBLISH;
                case 3 -> onFailure(salt) == OnHookFailure.RETHROW ? Does.RETHROW : Does.THROW;
                default -> Does.PASS;
            };
        }

        static OnHookFailure onFailure(int salt) {
            return salt % 2 == 0 ? OnHookFailure.VETO : OnHookFailure.RETHROW;
        }

        static Token replaced(Token token) {
            return new Token(token.id() + REPLACED, token.key());
        }
    }

    private final Random random;
    private final int workers;
    private final RingEventBus bus;
    private final Tenure tenure = new Tenure();
    private final Map<String, ModelLane> lanes = new LinkedHashMap<>();
    private final List<ModelEar> ears = new ArrayList<>();
    private final List<EventType<Token>> met = new ArrayList<>();
    private final Map<EventType<Token>, List<Guard>> guards = new HashMap<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private int ids;
    private long orders;
    private int nesting;
    private boolean ended;

    private AssertionError violation;

    /** The worker that is being driven, or -1. */
    private int driving = -1;

    /** The lane of the event that is being delivered, or null: how far it is gone is known. */
    private ModelLane inHand;

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
        for (Lane lane : bus.lanes()) {
            lanes.put(lane.name(), new ModelLane(lane, workers));
        }
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
        meet(type);
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
        ModelLane lane = lanes.get(type.lane());
        boolean passes = verdict == Does.PASS || verdict == Does.REPLACE || verdict == Does.PUBLISH;
        if (ended) {
            check(result == (verdict == Does.RETHROW ? PublishResult.VETOED : PublishResult.CLOSED), "%s", result);
        } else if (!passes) {
            check(result == PublishResult.VETOED, "%s of %s, but %s", verdict, token, result);
            lane.vetoed++;
        } else if (result == PublishResult.REJECTED) {
            int most = driving < 0 ? lane.depth() : lane.mostDepth();
            check(most >= lane.lane.capacity(), "%s refused %s at %d", lane.lane, token, most);
            lane.rejected++;
        } else {
            check(result == PublishResult.ACCEPTED, "%s of %s", result, token);
            check(driving >= 0 || lane.depth() < lane.lane.capacity(), "%s took %s though full", lane.lane, token);
            lane.accept(type, token);
            noteUnheard(lane, type);
        }
    }

    /** A buffer on the worker that is driven may have ended without the model's knowing yet: then either will do. */
    private void noteUnheard(ModelLane lane, EventType<Token> type) {
        List<ModelEar> hearing = ears.stream()
                .filter(ear -> ear.attached && ear.joins.containsKey(type))
                .toList();
        if (type.retained() == 0 && hearing.stream().noneMatch(this::isKnown)) {
            boolean counted = lane.lane.unheard() > lane.unheard;
            lane.unheard += hearing.isEmpty() || counted ? 1 : 0;
        }
    }

    private void guard() {
        EventType<Token> type = any(TYPES);
        int salt = random.nextInt(1000);
        meet(type);
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

    /** A type is met: patterns that match it hear it from its first event on. */
    private void meet(EventType<Token> type) {
        if (!met.contains(type)) {
            met.add(type);
            ears.forEach(ear -> joinIfMatching(ear, type));
        }
    }

    private void joinIfMatching(ModelEar ear, EventType<Token> type) {
        if (ear.attached && ear.type == null && !ear.joins.containsKey(type) && ear.matches(type)) {
            join(ear, type);
        }
    }

    private void join(ModelEar ear, EventType<Token> type) {
        ModelLane lane = lanes.get(type.lane());
        ear.joins.put(type, new Join(lane.sent.size(), new ArrayDeque<>(lane.kept(type))));
    }

    private void subscribeToType() {
        if (ears.stream().filter(ear -> ear.attached).count() < MOST_EARS && !ended) {
            Kind kind = any(List.of(Kind.values()));
            EventType<Token> type = any(TYPES);
            ModelEar ear = newEar(kind, type);
            meet(type);
            if (kind == Kind.STREAM) {
                bus.stream(type, delivery(ear)).subscribe(new Listener(ear));
            } else if (kind == Kind.ONCE) {
                ear.subscription = (BusSubscription) bus.once(type, token -> hear(ear, token));
            } else {
                ear.subscription = (BusSubscription) bus.on(type, delivery(ear), token -> hear(ear, token));
            }
            join(ear, type);
            ears.add(ear);
        }
    }

    private void subscribeToPatterns() {
        if (ears.stream().filter(ear -> ear.attached).count() < MOST_EARS && !ended) {
            ModelEar ear = newEar(any(List.of(Kind.WORKER, Kind.MAILBOX, Kind.DIRECT)), null);
            List<String> patterns = new ArrayList<>(List.of(patternFor(ear), patternFor(ear)));
            ear.patterns.addAll(patterns);
            ear.subscription =
                    (BusSubscription) bus.on(patterns, delivery(ear), event -> hear(ear, (Token) event.payload()));
            met.forEach(type -> joinIfMatching(ear, type));
            ears.add(ear);
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
                ears.stream().filter(condition).filter(this::isKnown).toList();
        return known.isEmpty() ? null : any(known);
    }

    /** While its worker is driven, what comes to a buffer is seen on the lane in hand alone, and no replay is. */
    private boolean isKnown(ModelEar ear) {
        return driving != ear.subscription.worker
                || !ear.isBuffered()
                || ear.joins.entrySet().stream()
                        .allMatch(each -> lanes.get(each.getKey().lane()) == inHand
                                && each.getValue().owed().isEmpty());
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
            met.forEach(type -> joinIfMatching(ear, type));
        }
    }

    private void removePattern() {
        ModelEar ear = anyEar(any -> any.type == null);
        if (ear != null) {
            String pattern = patternFor(ear);
            ear.subscription.remove(pattern);
            ear.patterns.remove(pattern);
            ear.joins.keySet().removeIf(type -> !ear.matches(type));
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
        arrive(ear, token);
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

    private void arrive(ModelEar ear, Token token) {
        if (ear.isHead(token)) {
            check(ear.kind != Kind.STREAM || ear.demand > 0, "%s heard %s unasked", ear, token);
            ear.take();
            return;
        }
        check(driving == ear.subscription.worker, "%s heard %s while worker %d was driven", ear, token, driving);
        check(!ear.isBuffered() || (ear.isEager() && ear.waiting() == 0), "%s heard %s before its time", ear, token);
        inHand = null;
        if (!replayed(ear, token)) {
            live(ear, token);
        }
        ear.produced();
    }

    private static boolean replayed(ModelEar ear, Token token) {
        for (Join join : ear.joins.values()) {
            passKeyless(ear, join);
            if (token.equals(join.owed().peek())) {
                join.owed().remove();
                return true;
            }
        }
        return false;
    }

    /** What an eager one is given of what its key function throws on fails unseen. */
    private static void passKeyless(ModelEar ear, Join join) {
        while (!join.owed().isEmpty() && ear.isKeyless(join.owed().peek())) {
            ear.put(ear.type, join.owed().remove());
        }
    }

    private void live(ModelEar ear, Token token) {
        for (ModelLane lane : lanes.values()) {
            int index = lane.indexOf(token);
            if (index >= 0) {
                Sent sent = lane.sent.get(index);
                Join join = ear.joins.get(sent.type());
                check(join != null && index >= join.from(), "%s heard %s, which is not its own: %s", ear, sent, join);
                check(join.owed().isEmpty(), "%s heard %s before its replay", ear, token);
                advance(driving, lane, index, ear.order);
                check(sent.reached().add(ear), "%s heard %s twice", ear, token);
                inHand = lane;
                return;
            }
        }
        throw new AssertionError(ear + " heard " + token + ", which was not accepted");
    }

    /** Follows a worker along a lane up to the turn of an order at an event. */
    private void advance(int worker, ModelLane lane, int index, long order) {
        check(lane.passed[worker] <= index, "worker %d went back to event %d of %s", worker, index, lane.lane);
        while (lane.passed[worker] < index) {
            reach(worker, lane, Long.MAX_VALUE);
            lane.passed[worker]++;
        }
        reach(worker, lane, order);
    }

    /** The event a worker is at comes to all who subscribed before an order. */
    private void reach(int worker, ModelLane lane, long order) {
        int index = lane.passed[worker];
        if (index < lane.sent.size()) {
            Sent sent = lane.sent.get(index);
            ears.stream()
                    .filter(ear -> !ear.closed && ear.subscription.worker == worker)
                    .filter(ear -> isDue(ear, sent, index, order))
                    .sorted(Comparator.comparing(ear -> ear.order))
                    .forEach(ear -> come(ear, sent));
        }
    }

    private static boolean isDue(ModelEar ear, Sent sent, int index, long order) {
        Join join = ear.joins.get(sent.type());
        return join != null
                && index >= join.from()
                && ear.order < order
                && !sent.reached().contains(ear);
    }

    /** Unobserved: into the buffer of one that need not hand it on yet. */
    private void come(ModelEar ear, Sent sent) {
        check(ear.isBuffered(), "%s did not hear %s", ear, sent.token());
        putOwed(ear);
        if (!ear.closed) {
            put(ear, sent.type(), sent.token());
        }
        sent.reached().add(ear);
    }

    private void putOwed(ModelEar ear) {
        for (EventType<Token> type : List.copyOf(ear.joins.keySet())) {
            Queue<Token> owed = ear.joins.get(type).owed();
            while (!owed.isEmpty() && !ear.closed) {
                put(ear, type, owed.remove());
            }
        }
    }

    private static void put(ModelEar ear, EventType<Token> type, Token token) {
        check(!ear.isEager() || ear.isKeyless(token) || !ear.ending.isEmpty(), "%s did not hand on %s", ear, token);
        ear.put(type, token);
    }

    // Driving

    private void driveAll() {
        for (int worker = 0; worker < workers; worker++) {
            drive(worker);
        }
        for (ModelLane lane : lanes.values()) {
            check(lane.lane.depth() == lane.depth(), "%s (expected depth: %d)", lane.lane, lane.depth());
        }
    }

    private void drive(int worker) {
        begin(worker);
        run(worker);
        driving = -1;
        checkNothingKept();
        for (ModelLane lane : lanes.values()) {
            advance(worker, lane, lane.sent.size(), Long.MAX_VALUE);
        }
        ears.stream()
                .filter(ear -> ear.subscription.worker == worker && !ear.closed)
                .forEach(this::checkGiven);
        checkAccounts();
    }

    private void run(int worker) {
        int rounds = 0;
        while (bus.cycle(worker).run(tenure) > 0) {
            check(++rounds < 10_000, "worker %d finds no end", worker);
        }
    }

    private void checkGiven(ModelEar ear) {
        if (ear.isBuffered()) {
            putOwed(ear);
        }
        ear.joins.forEach((type, join) -> check(join.owed().isEmpty(), "%s was not given %s", ear, join.owed()));
    }

    private void begin(int worker) {
        lanes.values().forEach(lane -> System.arraycopy(lane.passed, 0, lane.passedBefore, 0, workers));
        driving = worker;
    }

    /** One round, of a lone worker, whose position can be seen; not while a buffer is owed what cannot. */
    private void driveOneRound() {
        boolean unseen = ears.stream()
                .filter(ModelEar::isBuffered)
                .anyMatch(ear -> ear.joins.values().stream()
                        .anyMatch(join -> !join.owed().isEmpty()));
        if (workers == 1 && !unseen) {
            begin(0);
            bus.cycle(0).run(tenure);
            driving = -1;
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

    private void checkNothingKept() {
        if (violation != null) {
            throw violation;
        }
    }

    private void checkAccounts() {
        checkNothingKept();
        lanes.values().forEach(ModelLane::checkAccount);
        ears.forEach(ModelEar::checkAccount);
    }

    // The end

    /** Events that some worker has not passed and that are due to one whom it serves. */
    private long owed(ModelLane lane) {
        return IntStream.range(0, lane.sent.size())
                .filter(index -> ears.stream()
                        .filter(ear -> !ear.closed && lane.passed[ear.subscription.worker] <= index)
                        .anyMatch(ear -> isDue(ear, lane.sent.get(index), index, Long.MAX_VALUE)))
                .count();
    }

    private void close() {
        long left = lanes.values().stream().mapToLong(this::owed).sum();
        CloseReport report = bus.close(Duration.ZERO).block(BusFixture.PATIENCE);
        ended = true;
        for (ModelEar ear : ears) {
            if (!ear.closed) {
                ear.ending = ear.kind == Kind.STREAM && ear.ending.isEmpty() ? "complete" : ear.ending;
                left += ear.close();
            }
        }
        check(new CloseReport(left == 0, left).equals(report), "%s (expected: %d undelivered)", report, left);
        checkAccounts();
        publish(TYPES.get(0));
        for (int worker = 0; worker < workers; worker++) {
            run(worker);
            check(bus.cycle(worker).isDone(), "worker %d is not done", worker);
        }
        runLater();
        check(ears.stream().allMatch(ear -> ear.subscription.waiting() == 0), "something waits after the end");
        check(bus.subscriptions().isEmpty(), "%s are open after the end", bus.subscriptions());
    }
}
