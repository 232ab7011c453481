package dev.gyre.event;

import static dev.gyre.event.BusFixture.NUMBER;
import static dev.gyre.event.BusFixture.PATIENCE;
import static dev.gyre.event.BusFixture.TEXT;
import static dev.gyre.event.BusFixture.await;
import static dev.gyre.event.BusFixture.awaitUntil;
import static dev.gyre.event.BusFixture.holdWorker;
import static dev.gyre.event.BusFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.scheduler.Schedulers;

/** What the application's own code may do to a bus: the fault is the owner's alone, and is counted. */
@Timeout(60)
class FaultTest {

    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final EventBus bus = EventBus.create(options -> options.handlerBudget(Duration.ZERO)
            .lane("small", lane -> lane.capacity(2).block(Duration.ofMillis(20)))
            .onError((event, source, error) -> errors.add(error)));
    private final EventType<Integer> small =
            EventType.of("fault.small", Integer.class).on("small");

    @AfterEach
    void close() {
        bus.close(Duration.ZERO).block(PATIENCE);
    }

    /** What a handler throws; some cannot be declared, some must be real. */
    private enum Throws {
        EXCEPTION {
            @Override
            void now() {
                throw new IllegalStateException("fault");
            }
        },
        ERROR {
            @Override
            void now() {
                throw new AssertionError("fault");
            }
        },
        LINKAGE_ERROR {
            @Override
            void now() {
                throw new NoClassDefFoundError("fault");
            }
        },
        INTERRUPTED {
            @Override
            void now() {
                sneak(new InterruptedException("fault"));
            }
        },
        STACK_OVERFLOW {
            @Override
            void now() {
                deeper(1);
            }
        },
        OUT_OF_MEMORY {
            @Override
            void now() {
                assertThat(new Object[Integer.MAX_VALUE]).isNotNull();
            }
        };

        abstract void now();

        @SuppressWarnings("InfiniteRecursion")
        static int deeper(int depth) {
            return deeper(depth + 1) + 1;
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "DoNotCallSuggester"})
        static <E extends Throwable> void sneak(Throwable thrown) throws E {
            throw (E) thrown;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whateverAHandlerThrowsFailsItsOwnEventsAlone(Throws fault) {
        List<Integer> heard = new CopyOnWriteArrayList<>();
        Subscription inline = bus.on(NUMBER, number -> fault.now());
        Subscription boxed = bus.on(NUMBER, Runnable::run, number -> fault.now());
        bus.on(NUMBER, heard::add);
        bus.hook(TEXT, text -> {
            fault.now();
            return Verdict.PASS;
        });

        bus.publish(NUMBER, 1);
        bus.publish(NUMBER, 2);
        PublishResult guarded = bus.tryPublish(TEXT, "guarded");
        settle(bus);

        assertThat(heard).containsExactly(1, 2);
        assertThat(inline.failed()).isEqualTo(2);
        assertThat(boxed.failed()).isEqualTo(2);
        assertThat(guarded).isEqualTo(PublishResult.VETOED);
        assertThat(errors).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource
    void whateverASubscriberThrowsEndsItsStreamAlone(Throws fault) {
        List<Integer> heard = new CopyOnWriteArrayList<>();
        bus.stream(NUMBER).subscribe(new Raw(number -> fault.now()));
        bus.on(NUMBER, heard::add);

        bus.publish(NUMBER, 1);
        bus.publish(NUMBER, 2);
        settle(bus);

        assertThat(heard).containsExactly(1, 2);
        assertThat(errors).hasSize(1);
        assertThat(bus.subscriptions()).hasSize(1);
    }

    private record Raw(Consumer<Integer> next) implements CoreSubscriber<Integer> {
        @Override
        public void onSubscribe(org.reactivestreams.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Integer number) {
            next.accept(number);
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {}
    }

    /** A payload that cannot be printed, compared or hashed. */
    private static final class Hostile {
        @Override
        public String toString() {
            throw new StackOverflowError("toString");
        }

        @Override
        public boolean equals(Object other) {
            throw new IllegalStateException("equals");
        }

        @Override
        public int hashCode() {
            throw new IllegalStateException("hashCode");
        }
    }

    @Test
    void aPayloadAndAnErrorHandlerThatThrowAreNobodyElsesTrouble() {
        EventType<Hostile> hostile = EventType.of("fault.hostile", Hostile.class);
        List<Object> heard = new CopyOnWriteArrayList<>();
        try (EventBus fragile = EventBus.create(options -> options.onError((event, source, error) -> {
            throw new IllegalStateException("cannot report " + event.payload());
        }))) {
            fragile.on(hostile, payload -> {
                throw new IllegalStateException("no " + payload);
            });
            fragile.on(
                    List.of("**"),
                    Delivery.on(Runnable::run).overflow(Overflow.COALESCE),
                    event -> heard.add(event.type()));

            fragile.publish(hostile, new Hostile());
            fragile.publish(TEXT, "next");
            settle(fragile);

            assertThat(heard).containsExactly(hostile, TEXT);
            assertThat(fragile.dump()).contains("fault.hostile");
        }
    }

    @Test
    void aLoggerThatThrowsIsNobodyElsesTrouble() {
        List<String> heard = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger(EventBus.class.getName());
        Handler broken = new Handler() {
            @Override
            public void publish(LogRecord line) {
                throw new NoClassDefFoundError("logger");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(broken);
        try (EventBus logging = EventBus.create()) {
            logging.on(TEXT, text -> {
                throw new IllegalStateException("fault");
            });
            logging.on(TEXT, heard::add);

            logging.publish(TEXT, "a");
            logging.publish(TEXT, "b");
            settle(logging);
        } finally {
            logger.removeHandler(broken);
        }

        assertThat(heard).containsExactly("a", "b");
    }

    @Test
    void aWorkerThatIsInterruptedIdleAndBusyLosesNothing() throws InterruptedException {
        List<Integer> heard = new CopyOnWriteArrayList<>();
        AtomicReference<Thread> worker = new AtomicReference<>();
        bus.on(TEXT, text -> worker.set(Thread.currentThread()));
        bus.publish(TEXT, "who");
        awaitUntil(() -> worker.get() != null);
        bus.on(NUMBER, heard::add);
        AtomicBoolean stop = new AtomicBoolean();
        Thread interrupter = new Thread(() -> {
            while (!stop.get()) {
                worker.get().interrupt();
            }
        });
        interrupter.start();

        for (int i = 0; i < 2_000; i++) {
            bus.publish(NUMBER, i);
            if (i % 50 == 0) {
                settle(bus);
            }
        }
        settle(bus);
        stop.set(true);
        interrupter.join();

        assertThat(heard).hasSize(2_000).isSorted();
        assertThat(worker.get().isAlive()).isTrue();
    }

    @Test
    void handlersUnsubscribeThemselvesAndOthersWhileAllIsPublished() {
        int rounds = 25_000; // four subscriptions each
        AtomicInteger mine = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        Thread publisher = new Thread(() -> {
            while (!stop.get()) {
                bus.tryPublish(NUMBER, 1);
            }
        });
        publisher.start();

        for (int i = 0; i < rounds; i++) {
            AtomicReference<Subscription> self = new AtomicReference<>();
            Subscription other = bus.on(NUMBER, number -> mine.incrementAndGet());
            Subscription closer = bus.on(NUMBER, number -> {
                other.close();
                Subscription me = self.get();
                if (me != null) {
                    me.close();
                }
            });
            self.set(closer);
            Subscription once = bus.once(NUMBER, number -> mine.incrementAndGet());
            Subscription boxed = bus.on(NUMBER, Runnable::run, number -> mine.incrementAndGet());
            Stream.of(boxed, once, closer, other, other).forEach(Subscription::close);
        }
        stop.set(true);
        awaitUntil(() -> !publisher.isAlive());
        settle(bus);
        int then = mine.get();
        bus.publish(NUMBER, 1);
        settle(bus);

        assertThat(mine).hasValue(then);
        assertThat(bus.subscriptions()).isEmpty();
        assertThat(bus.isHeard(NUMBER)).isFalse();
        assertThat(errors).isEmpty();
    }

    @Test
    void oneListenerTwiceIsTwoSubscriptionsAndClosingOneTwiceIsClosingOne() {
        List<Integer> heard = new CopyOnWriteArrayList<>();
        Consumer<Integer> listener = heard::add;
        Subscription first = bus.on(NUMBER, listener);
        Subscription second = bus.on(NUMBER, listener);
        bus.publish(NUMBER, 1);
        settle(bus);

        first.close();
        first.close();
        bus.publish(NUMBER, 2);
        settle(bus);

        assertThat(heard).containsExactly(1, 1, 2);
        assertThat(second.delivered()).isEqualTo(2);
        assertThat(bus.subscriptions()).containsExactly(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", Lane.WINDOW_MESSAGES, Lane.APPLICATION_EVENTS, Lane.WEBVIEW_REQUESTS})
    void publishingFromAHandlerIntoAnyFullLaneIsAnOutcomeOnEveryKindOfThread(String lane) {
        EventType<Integer> target = EventType.of("fault.target", Integer.class).on(lane);
        ExecutorService ordinary = Executors.newSingleThreadExecutor();
        List<PublishResult> outcomes = new CopyOnWriteArrayList<>();
        CountDownLatch full = new CountDownLatch(1);
        Consumer<Integer> overflows = number -> {
            await(full);
            outcomes.add(outcomeOf(target));
            outcomes.add(bus.tryPublish(target, -1));
        };
        try {
            Subscription own = bus.on(target, number -> {
                if (number == 0) {
                    fill(target);
                    outcomes.add(outcomeOf(target));
                    full.countDown();
                }
            });
            bus.on(target, Delivery.on(ordinary).capacity(2).overflow(Overflow.DROP_NEWEST), overflows);
            bus.on(
                    target,
                    Delivery.on(task -> Schedulers.parallel().schedule(task))
                            .capacity(2)
                            .overflow(Overflow.DROP_NEWEST),
                    overflows);

            bus.publish(target, 0);
            awaitUntil(() -> outcomes.size() >= 5);
            own.close();

            assertThat(outcomes.get(0)).isEqualTo(PublishResult.REJECTED);
            assertHearsAgain();
        } finally {
            full.countDown();
            ordinary.shutdownNow();
        }
    }

    private void fill(EventType<Integer> type) {
        PublishResult result;
        do {
            result = bus.tryPublish(type, 1);
        } while (result.isAccepted());
    }

    private PublishResult outcomeOf(EventType<Integer> type) {
        try {
            bus.publish(type, -1);
            return PublishResult.ACCEPTED;
        } catch (PublishException refused) {
            return refused.result();
        }
    }

    /** R5: within a second of the fault. */
    private void assertHearsAgain() {
        long began = System.nanoTime();
        CountDownLatch heard = new CountDownLatch(1);
        Subscription again = bus.on(EventType.of("fault.again", String.class), text -> heard.countDown());
        awaitUntil(() -> bus.tryPublish(EventType.of("fault.again", String.class), "again")
                .isAccepted());
        await(heard);
        again.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aUiThreadGetsAnOutcomeFromAFullLaneAtOnce() {
        CountDownLatch release = holdWorker(bus);
        bus.publish(small, 1);
        bus.publish(small, 2);
        AtomicReference<PublishResult> outcome = new AtomicReference<>();
        AtomicLong took = new AtomicLong();
        EventBus patient = bus;

        Schedulers.parallel().schedule(() -> {
            long began = System.nanoTime();
            try {
                patient.publish(small, 3);
            } catch (PublishException refused) {
                took.set(System.nanoTime() - began);
                outcome.set(refused.result());
            }
        });
        awaitUntil(() -> outcome.get() != null);
        release.countDown();

        assertThat(outcome).hasValue(PublishResult.REJECTED);
        assertThat(bus.lanes().get(3).blocked()).isZero();
        assertThat(Duration.ofNanos(took.get())).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aPublisherThatIsInterruptedWhileItWaitsGetsAnOutcomeAndKeepsItsFlag() {
        try (EventBus slow = EventBus.create(options -> options.handlerBudget(Duration.ZERO)
                .lane("small", lane -> lane.capacity(2).block(PATIENCE)))) {
            CountDownLatch release = holdWorker(slow);
            slow.publish(small, 1);
            slow.publish(small, 2);
            AtomicReference<PublishResult> outcome = new AtomicReference<>();
            AtomicBoolean flag = new AtomicBoolean();
            Thread publisher = new Thread(() -> {
                try {
                    slow.publish(small, 3);
                } catch (PublishException refused) {
                    flag.set(Thread.currentThread().isInterrupted());
                    outcome.set(refused.result());
                }
            });
            publisher.start();
            awaitUntil(() -> publisher.getState() == Thread.State.TIMED_WAITING);

            publisher.interrupt();
            awaitUntil(() -> outcome.get() != null);
            release.countDown();

            assertThat(outcome).hasValue(PublishResult.REJECTED);
            assertThat(flag).isTrue();
        }
    }

    @Test
    void aPublisherThatDiesInAHookWedgesNothing() throws InterruptedException {
        Registration deadly = bus.hook(NUMBER, number -> {
            throw new ThreadDeath();
        });
        List<Integer> heard = new CopyOnWriteArrayList<>();
        bus.on(NUMBER, heard::add);
        Thread victim =
                new Thread(() -> assertThatCode(() -> bus.tryPublish(NUMBER, 0)).doesNotThrowAnyException());
        victim.start();
        victim.join();
        deadly.close();

        bus.publish(NUMBER, 1);
        settle(bus);

        assertThat(heard).containsExactly(1);
        assertThat(bus.lanes().get(1).vetoed()).isEqualTo(1);
    }

    @Test
    void afterAHandlerBlockedForEverANewEventIsHeardWithinASecond() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicLong heardAt = new AtomicLong();
        try (EventBus guarded =
                EventBus.create(options -> options.onError((event, source, error) -> errors.add(error)))) {
            guarded.on(NUMBER, number -> await(never));
            guarded.on(TEXT, text -> heardAt.set(System.nanoTime()));
            guarded.publish(NUMBER, 1);

            long published = System.nanoTime();
            guarded.publish(TEXT, "new");
            awaitUntil(() -> heardAt.get() != 0);

            assertThat(Duration.ofNanos(heardAt.get() - published)).isLessThan(Duration.ofSeconds(1));
            assertThat(errors).hasOnlyElementsOfType(BlockedHandlerException.class);
            never.countDown();
        }
    }

    @Test
    void aStreamThatIsCancelledMidwayOrNeverAskedHoldsNothingUp() {
        List<Integer> heard = new CopyOnWriteArrayList<>();
        AtomicReference<org.reactivestreams.Subscription> midway = new AtomicReference<>();
        List<Integer> few = new CopyOnWriteArrayList<>();
        bus.stream(NUMBER).doOnSubscribe(midway::set).subscribe(number -> {
            few.add(number);
            if (number == 2) {
                midway.get().cancel();
            }
        });
        bus.stream(NUMBER, Delivery.buffered(2, Overflow.DROP_OLDEST)).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {}
        });
        bus.on(NUMBER, heard::add);

        for (int i = 0; i < 100; i++) {
            bus.publish(NUMBER, i);
        }
        settle(bus);

        assertThat(few).containsExactly(0, 1, 2);
        assertThat(heard).hasSize(100);
        assertThat(bus.subscriptions()).hasSize(2);
        Subscription idle = bus.subscriptions().get(0);
        assertThat(idle.waiting()).isEqualTo(2);
        assertThat(idle.dropped()).isEqualTo(98);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aRequestOutOfRangeEndsTheStreamThatMadeIt(long n) {
        AtomicReference<org.reactivestreams.Subscription> stream = new AtomicReference<>();
        AtomicReference<Throwable> error = new AtomicReference<>();
        bus.stream(NUMBER).doOnSubscribe(stream::set).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {}

            @Override
            protected void hookOnError(Throwable thrown) {
                error.set(thrown);
            }
        });

        stream.get().request(n);

        awaitUntil(() -> error.get() != null);
        assertThat(error.get()).hasMessage("request: " + n + " (expected: more than 0, Reactive Streams 3.9)");
        assertThat(bus.subscriptions()).isEmpty();
    }

    @Test
    void nonsenseIsRefusedWithNothingStarted() {
        int before = Thread.activeCount();

        assertRefused(options -> options.workers(65), "workers: 65 (expected: 1..64)");
        assertRefused(
                options -> options.handlerBudget(Duration.ofNanos(-1)),
                "handlerBudget: PT-0.000000001S (expected: zero or more)");
        assertRefused(
                options -> options.closeDeadline(Duration.ofSeconds(-1)),
                "closeDeadline: PT-1S (expected: zero or more)");
        assertRefused(
                options -> options.lane("x", lane -> lane.block(Duration.ZERO)),
                "deadline: PT0S (expected: more than zero)");
        assertRefused(
                options -> options.lane("x", lane -> lane.capacity(Integer.MIN_VALUE)),
                "capacity: -2147483648 (expected: power of two in 2..1073741824)");
        assertThatThrownBy(() -> EventBus.create(options -> options.onError(null)))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Delivery.buffered(0, Overflow.ERROR))
                .hasMessage("capacity: 0 (expected: 1..1073741824)");
        assertThat(Thread.activeCount()).isEqualTo(before);
    }

    private static void assertRefused(Consumer<EventBusOptions> nonsense, String message) {
        assertThatThrownBy(() -> EventBus.create(nonsense))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aBusThatClosesInAStormWithoutPatienceCountsEveryEventOnce() throws InterruptedException {
        Set<Thread> before = gyreThreads();
        for (int round = 0; round < 20; round++) {
            EventBus storm = EventBus.create();
            AtomicLong heard = new AtomicLong();
            AtomicLong accepted = new AtomicLong();
            storm.on(NUMBER, number -> heard.incrementAndGet());
            List<Thread> publishers = new ArrayList<>();
            CountDownLatch busy = new CountDownLatch(4);
            for (int p = 0; p < 4; p++) {
                publishers.add(new Thread(() -> publishUntilClosed(storm, accepted, busy)));
            }
            publishers.forEach(Thread::start);
            await(busy);

            CloseReport report = storm.close(Duration.ZERO).block(PATIENCE);
            storm.close();
            for (Thread publisher : publishers) {
                publisher.join();
            }

            assertThat(heard.get() + report.undelivered())
                    .as("heard " + heard + ", " + report + ", " + storm.lanes())
                    .isEqualTo(accepted.get());
            assertThat(storm.lanes().get(1).accepted()).isEqualTo(accepted.get());
            assertThat(storm.tryPublish(NUMBER, 1)).isEqualTo(PublishResult.CLOSED);
        }
        awaitUntil(() -> before.containsAll(gyreThreads()));
    }

    private static Set<Thread> gyreThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("gyre-"))
                .collect(Collectors.toSet());
    }

    private static void publishUntilClosed(EventBus bus, AtomicLong accepted, CountDownLatch busy) {
        PublishResult result;
        do {
            result = bus.tryPublish(NUMBER, ThreadLocalRandom.current().nextInt());
            if (result.isAccepted()) {
                accepted.incrementAndGet();
            }
            busy.countDown();
        } while (result != PublishResult.CLOSED);
    }

    @Test
    void onceUnderPublishersThatRaceHearsExactlyOne() throws InterruptedException {
        for (int round = 0; round < 300; round++) {
            AtomicInteger heard = new AtomicInteger();
            Subscription once = bus.once(NUMBER, number -> heard.incrementAndGet());
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> publishers = new ArrayList<>();
            for (int p = 0; p < 3; p++) {
                Thread publisher = new Thread(() -> {
                    await(go);
                    bus.tryPublish(NUMBER, 1);
                });
                publisher.start();
                publishers.add(publisher);
            }
            go.countDown();
            for (Thread publisher : publishers) {
                publisher.join();
            }
            settle(bus);

            assertThat(heard).hasValue(1);
            assertThat(once.matched()).isEqualTo(1);
            assertThat(once.isClosed()).isTrue();
        }
    }
}
