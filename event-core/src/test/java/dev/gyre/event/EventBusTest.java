package dev.gyre.event;

import static dev.gyre.event.BusFixture.NUMBER;
import static dev.gyre.event.BusFixture.TEXT;
import static dev.gyre.event.BusFixture.await;
import static dev.gyre.event.BusFixture.awaitUntil;
import static dev.gyre.event.BusFixture.holdWorker;
import static dev.gyre.event.BusFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class EventBusTest {

    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final EventBus bus = EventBus.create(options -> options.handlerBudget(Duration.ZERO)
            .lane("small", lane -> lane.capacity(4))
            .lane("strict", lane -> lane.capacity(4).reject())
            .onError(
                    (event, source, error) -> errors.add(source + ": " + event.payload() + ": " + error.getMessage())));

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void deliversOnAWorkerInPublishOrder() {
        List<String> heard = new CopyOnWriteArrayList<>();
        AtomicReference<Thread> thread = new AtomicReference<>();
        bus.on(TEXT, text -> {
            heard.add(text);
            thread.set(Thread.currentThread());
        });

        bus.publish(TEXT, "a");
        bus.publish(TEXT, "b");
        bus.publish(TEXT, "c");
        settle(bus);

        assertThat(heard).containsExactly("a", "b", "c");
        assertThat(thread.get().getName()).isEqualTo("gyre-worker-0");
        assertThat(Schedulers.isNonBlockingThread(thread.get())).isTrue();
    }

    @Test
    void hearsNothingPublishedBeforeItSubscribed() {
        List<String> heard = new CopyOnWriteArrayList<>();
        CountDownLatch release = holdWorker(bus);
        bus.publish(TEXT, "before");
        bus.on(TEXT, heard::add);
        bus.publish(TEXT, "after");

        release.countDown();
        settle(bus);

        assertThat(heard).containsExactly("after");
    }

    @Test
    void hearsNothingAfterItClosed() {
        List<String> heard = new CopyOnWriteArrayList<>();
        Subscription subscription = bus.on(TEXT, heard::add);
        CountDownLatch release = holdWorker(bus);
        bus.publish(TEXT, "too late");
        subscription.close();

        release.countDown();
        settle(bus);

        assertThat(heard).isEmpty();
        assertThat(subscription.isClosed()).isTrue();
        assertThat(bus.isHeard(TEXT)).isFalse();
    }

    @Test
    void hearsOnceWhenAskedToHearOnce() {
        List<String> heard = new CopyOnWriteArrayList<>();
        Subscription once = bus.once(TEXT, heard::add);

        bus.publish(TEXT, "first");
        bus.publish(TEXT, "second");
        settle(bus);

        assertThat(heard).containsExactly("first");
        assertThat(once.isClosed()).isTrue();
        assertThat(once.matched()).isEqualTo(1);
    }

    @Test
    void patternsHearTypesKnownAndTypesToCome() {
        List<String> heard = new CopyOnWriteArrayList<>();
        EventType<String> later = EventType.of("test.later", String.class);
        bus.register(TEXT);
        bus.on("test.*", event -> heard.add(event.type().name() + "=" + event.payload()));

        bus.publish(TEXT, "a");
        bus.publish(later, "b");
        bus.publish(EventType.of("other.later", String.class), "c");
        settle(bus);

        assertThat(heard).containsExactly("test.text=a", "test.later=b");
    }

    @Test
    void patternsComeAndGoWithinOneSubscription() {
        List<Object> heard = new CopyOnWriteArrayList<>();
        PatternSubscription subscription = bus.on(List.of(), Delivery.onWorker(), event -> heard.add(event.payload()));
        bus.publish(TEXT, "unheard");
        subscription.add("test.text");
        subscription.add("test.**");
        bus.publish(TEXT, "once, though two patterns match");
        subscription.remove("test.text");
        bus.publish(TEXT, "still");
        settle(bus);
        subscription.remove("test.**");
        bus.publish(TEXT, "gone");
        settle(bus);

        assertThat(heard).containsExactly("once, though two patterns match", "still");
        assertThat(bus.isHeard(TEXT)).isFalse();
    }

    @Test
    void aHandlerThatThrowsIsReportedAndStaysSubscribed() {
        List<String> heard = new CopyOnWriteArrayList<>();
        Subscription failing = bus.on(TEXT, text -> {
            throw new AssertionError("no " + text);
        });
        bus.on(TEXT, heard::add);

        bus.publish(TEXT, "a");
        bus.publish(TEXT, "b");
        settle(bus);

        assertThat(heard).containsExactly("a", "b");
        assertThat(errors).containsExactly("test.text: a: no a", "test.text: b: no b");
        assertThat(failing.failed()).isEqualTo(2);
        assertThat(failing.matched()).isEqualTo(2);
        assertThat(failing.isClosed()).isFalse();
    }

    @Test
    void deepRecursionAndAFailingErrorHandlerKillNothing() {
        try (EventBus fragile = EventBus.create(options -> options.onError((event, source, error) -> {
            throw new IllegalStateException("the error handler fails too");
        }))) {
            List<String> heard = new CopyOnWriteArrayList<>();
            fragile.on(TEXT, EventBusTest::recurse);
            fragile.on(TEXT, heard::add);

            fragile.publish(TEXT, "a");
            fragile.publish(TEXT, "b");
            settle(fragile);

            assertThat(heard).containsExactly("a", "b");
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static void recurse(String text) {
        recurse(text + "x");
    }

    @Test
    void anInterruptedWorkerLosesNothing() {
        List<Integer> heard = new CopyOnWriteArrayList<>();
        AtomicReference<Thread> worker = new AtomicReference<>();
        bus.on(NUMBER, number -> {
            worker.set(Thread.currentThread());
            heard.add(number);
            if (number % 3 == 0) {
                Thread.currentThread().interrupt();
            }
        });

        bus.publish(NUMBER, 0);
        settle(bus);
        for (int i = 1; i <= 200; i++) {
            worker.get().interrupt();
            bus.publish(NUMBER, i);
            if (i % 20 == 0) {
                settle(bus);
                awaitUntil(() -> worker.get().getState() == Thread.State.WAITING);
            }
        }
        settle(bus);

        assertThat(heard).hasSize(201).isSorted();
    }

    @Test
    void hooksRunInOrderAndMayVeto() {
        List<String> calls = new CopyOnWriteArrayList<>();
        List<Integer> heard = new CopyOnWriteArrayList<>();
        bus.on(NUMBER, heard::add);
        bus.hook(NUMBER, number -> {
            calls.add("first " + number);
            return number > 0 ? Verdict.PASS : Verdict.veto("not positive");
        });
        Registration second = bus.hook(NUMBER, number -> {
            calls.add("second " + number);
            return Verdict.PASS;
        });

        bus.publish(NUMBER, 1);
        assertThat(bus.tryPublish(NUMBER, -1)).isEqualTo(PublishResult.VETOED);
        assertThatThrownBy(() -> bus.publish(NUMBER, -2))
                .isInstanceOf(PublishException.class)
                .hasMessage("test.number was vetoed: not positive");
        second.close();
        bus.publish(NUMBER, 2);
        settle(bus);

        assertThat(calls).containsExactly("first 1", "second 1", "first -1", "first -2", "first 2");
        assertThat(heard).containsExactly(1, 2);
        assertThat(lane(Lane.APPLICATION_EVENTS).vetoed()).isEqualTo(2);
        assertThat(lane(Lane.APPLICATION_EVENTS).offered()).isEqualTo(4);
    }

    @Test
    void aHookThatThrowsVetoes() {
        bus.hook(NUMBER, number -> {
            throw new IllegalStateException("broken guard");
        });

        assertThatThrownBy(() -> bus.publish(NUMBER, 1))
                .hasMessage("test.number was vetoed: a hook failed: IllegalStateException");
        assertThat(errors).containsExactly("hook on test.number: 1: broken guard");
    }

    @Test
    void aFullLaneRejectsWhoMustNotWait() {
        EventType<Integer> type = EventType.of("small.number", Integer.class).on("small");
        CountDownLatch release = holdWorker(bus);
        for (int i = 0; i < 4; i++) {
            assertThat(bus.tryPublish(type, i)).isEqualTo(PublishResult.ACCEPTED);
        }

        assertThat(bus.tryPublish(type, 4)).isEqualTo(PublishResult.REJECTED);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Schedulers.parallel().schedule(() -> {
            try {
                bus.publish(type, 5);
            } catch (Throwable error) {
                thrown.set(error);
            }
        });
        awaitUntil(() -> thrown.get() != null);
        assertThat(thrown.get())
                .isInstanceOf(PublishException.class)
                .hasMessage(
                        "lane \"small\" is full: 4 of 4, gyre-worker-0 is in \"test.hold once\"; small.number was not published");
        assertThat(lane("small").rejected()).isEqualTo(2);
        assertThat(lane("small").depth()).isEqualTo(4);

        release.countDown();
        settle(bus);
        assertThat(bus.tryPublish(type, 6)).isEqualTo(PublishResult.ACCEPTED);
    }

    @Test
    void aRejectingLaneDoesNotWait() {
        EventType<Integer> type = EventType.of("strict.number", Integer.class).on("strict");
        CountDownLatch release = holdWorker(bus);
        for (int i = 0; i < 4; i++) {
            bus.publish(type, i);
        }

        assertThatThrownBy(() -> bus.publish(type, 4)).isInstanceOf(PublishException.class);
        release.countDown();
    }

    @Test
    void aBlockingLaneWaitsForRoom() throws InterruptedException {
        EventType<Integer> type = EventType.of("small.number", Integer.class).on("small");
        List<Integer> heard = new CopyOnWriteArrayList<>();
        bus.on(type, heard::add);
        CountDownLatch release = holdWorker(bus);
        Thread publisher = new Thread(() -> {
            for (int i = 0; i < 8; i++) {
                bus.publish(type, i);
            }
        });
        publisher.start();
        awaitUntil(() -> publisher.getState() == Thread.State.TIMED_WAITING);

        release.countDown();
        publisher.join();
        settle(bus);

        assertThat(heard).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(lane("small").rejected()).isZero();
    }

    @Test
    void publishingFromAHandlerIntoAFullLaneGivesAnOutcome() {
        EventType<Integer> type = EventType.of("small.number", Integer.class).on("small");
        CountDownLatch done = new CountDownLatch(1);
        List<PublishResult> results = new CopyOnWriteArrayList<>();
        bus.on(type, number -> {
            for (int i = 0; i < 8; i++) {
                results.add(bus.tryPublish(TEXT, "nested"));
            }
            for (int i = 0; i < 8 && number == 0; i++) {
                try {
                    bus.publish(type, i + 1);
                } catch (PublishException full) {
                    results.add(full.result());
                }
            }
            if (number == 0) {
                done.countDown();
            }
        });

        bus.publish(type, 0);
        await(done);

        List<PublishResult> first = List.copyOf(results).subList(0, 13);
        assertThat(first.subList(0, 8)).containsOnly(PublishResult.ACCEPTED);
        assertThat(first.subList(8, 13)).containsOnly(PublishResult.REJECTED);
    }

    @Test
    void aTypeKeepsThePayloadAndLaneItWasFirstMetWith() {
        bus.register(TEXT);

        assertThatThrownBy(() -> bus.publish(EventType.of("test.text", Integer.class), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("event type: test.text of java.lang.Integer on application events"
                        + " (expected: test.text of java.lang.String on application events, as first met)");
        assertThatThrownBy(() -> bus.register(TEXT.on("nowhere"))).hasMessageContaining("as first met");
        assertThatThrownBy(() -> bus.register(NUMBER.on("nowhere")))
                .hasMessage("lane of test.number: nowhere (expected: one of "
                        + "[window messages, application events, web-view requests, small, strict])");
        assertThat(bus.type("test.text")).isEqualTo(TEXT);
        assertThat(bus.type("test.number")).isNull();
    }

    @Test
    void oneTypeServesTwoBuses() {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (EventBus other = EventBus.create()) {
            other.on(NUMBER, number -> heard.add("other " + number));
            bus.on(TEXT, heard::add);
            other.on(TEXT, text -> heard.add("other " + text));

            for (int i = 0; i < 3; i++) {
                bus.publish(TEXT, "a");
                settle(bus);
                other.publish(TEXT, "b");
                settle(other);
            }

            assertThat(heard).containsExactly("a", "other b", "a", "other b", "a", "other b");
        }
    }

    @Test
    void aNullPayloadIsRefusedByName() {
        assertThatThrownBy(() -> bus.publish(TEXT, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("payload of test.text: null (expected: a String)");
    }

    @Test
    void handlersMaySubscribeAndUnsubscribeWhileDispatching() {
        List<String> heard = new CopyOnWriteArrayList<>();
        AtomicReference<Subscription> self = new AtomicReference<>();
        AtomicReference<Subscription> neighbour = new AtomicReference<>();
        self.set(bus.on(TEXT, text -> {
            heard.add("self " + text);
            self.get().close();
            neighbour.get().close();
            bus.on(TEXT, later -> heard.add("new " + later));
        }));
        neighbour.set(bus.on(TEXT, text -> heard.add("neighbour " + text)));

        bus.publish(TEXT, "a");
        settle(bus);
        bus.publish(TEXT, "b");
        settle(bus);

        assertThat(heard).containsExactly("self a", "new b");
    }

    @Test
    void aPatternThatWasRemovedIsNotHeardEvenByTheEventInHand() {
        List<String> heard = new CopyOnWriteArrayList<>();
        AtomicReference<PatternSubscription> later = new AtomicReference<>();
        bus.on(TEXT, text -> later.get().remove("test.text"));
        later.set(bus.on("test.text", event -> heard.add((String) event.payload())));

        bus.publish(TEXT, "removed meanwhile");
        settle(bus);

        assertThat(heard).isEmpty();
        assertThat(later.get().isClosed()).isFalse();
    }

    @Test
    void measuresLatencyOnlyWhileAsked() {
        bus.on(TEXT, text -> {});
        bus.publish(TEXT, "unmeasured");
        settle(bus);
        assertThat(lane(Lane.APPLICATION_EVENTS).takeLatency().count()).isZero();

        bus.measureLatency(true);
        bus.publish(TEXT, "measured");
        settle(bus);
        Latency latency = lane(Lane.APPLICATION_EVENTS).takeLatency();

        assertThat(latency.count()).isEqualTo(1);
        assertThat(latency.max()).isBetween(Duration.ofNanos(1), BusFixture.PATIENCE);
        assertThat(lane(Lane.APPLICATION_EVENTS).takeLatency().count()).isZero();
    }

    @Test
    void optionsAreRefusedWithTheirValue() {
        assertThatThrownBy(() -> EventBus.create(options -> options.workers(0)))
                .hasMessage("workers: 0 (expected: 1..64)");
        assertThatThrownBy(() -> EventBus.create(options -> options.lane("x", lane -> lane.capacity(1000))))
                .hasMessage("capacity: 1000 (expected: power of two in 2..1073741824)");
        assertThatThrownBy(() -> Delivery.onWorker().capacity(4)).isInstanceOf(IllegalStateException.class);
    }

    private Lane lane(String name) {
        return bus.lanes().stream()
                .filter(lane -> lane.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
