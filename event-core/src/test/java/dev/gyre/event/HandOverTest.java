package dev.gyre.event;

import static dev.gyre.event.BusFixture.NUMBER;
import static dev.gyre.event.BusFixture.PATIENCE;
import static dev.gyre.event.BusFixture.TEXT;
import static dev.gyre.event.BusFixture.await;
import static dev.gyre.event.BusFixture.awaitUntil;
import static dev.gyre.event.BusFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A handler that blocks is its own problem. */
@Timeout(60)
class HandOverTest {

    private final List<Throwable> reports = new CopyOnWriteArrayList<>();
    private final List<String> sources = new CopyOnWriteArrayList<>();
    private final EventBus bus = EventBus.create(options -> options.handlerBudget(Duration.ofMillis(50))
            .onError((event, source, error) -> {
                sources.add(source + " on " + event.payload());
                reports.add(error);
            }));
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        bus.close(PATIENCE).block(PATIENCE);
    }

    private void blockOn(int number, List<Integer> heard) {
        bus.on(NUMBER, Delivery.onWorker().named("blocker"), each -> {
            if (each == number) {
                await(release);
            }
            heard.add(each);
        });
    }

    @Test
    void theOthersGoOnRightAfterTheCallThatBlocks() {
        List<Integer> before = new CopyOnWriteArrayList<>();
        List<Integer> blocked = new CopyOnWriteArrayList<>();
        List<Integer> after = new CopyOnWriteArrayList<>();
        bus.on(NUMBER, before::add);
        blockOn(3, blocked);
        bus.on(NUMBER, after::add);

        IntStream.range(0, 100).forEach(i -> bus.publish(NUMBER, i));
        awaitUntil(() -> after.size() == 100);

        assertThat(before).isEqualTo(IntStream.range(0, 100).boxed().toList());
        assertThat(after).isEqualTo(before);
        assertThat(blocked).containsExactly(0, 1, 2);
    }

    @Test
    void soItIsAfterTheBusAndItsWatchdogFellAsleep() {
        List<Integer> others = new CopyOnWriteArrayList<>();
        blockOn(0, new CopyOnWriteArrayList<>());
        bus.on(NUMBER, others::add);
        awaitUntil(() -> watchdogs().allMatch(watchdog -> watchdog.getState() == Thread.State.WAITING));

        bus.publish(NUMBER, 0);

        awaitUntil(() -> others.equals(List.of(0)));
    }

    private static Stream<Thread> watchdogs() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("gyre-watchdog"));
    }

    @Test
    void theBlockedOneHearsTheRestInOrderOnceItIsFree() {
        List<Integer> blocked = new CopyOnWriteArrayList<>();
        List<Integer> other = new CopyOnWriteArrayList<>();
        blockOn(3, blocked);
        bus.on(NUMBER, other::add);
        IntStream.range(0, 100).forEach(i -> bus.publish(NUMBER, i));
        awaitUntil(() -> other.size() == 100);

        release.countDown();
        IntStream.range(100, 200).forEach(i -> bus.publish(NUMBER, i));
        awaitUntil(() -> blocked.size() == 200);

        assertThat(blocked).isEqualTo(IntStream.range(0, 200).boxed().toList());
        assertThat(bus.subscriptions()).allSatisfy(each -> {
            assertThat(each.matched()).isEqualTo(200);
            assertThat(each.delivered()).isEqualTo(200);
        });
    }

    @Test
    void oneThatLeftTheTypeItIsCalledWithIsLedAroundToo() {
        List<Object> blocked = new CopyOnWriteArrayList<>();
        List<String> other = new CopyOnWriteArrayList<>();
        var own = new AtomicReference<PatternSubscription>();
        own.set(bus.on(List.of(NUMBER.name(), TEXT.name()), Delivery.onWorker(), event -> {
            if (event.payload().equals(0)) {
                own.get().remove(NUMBER.name());
                await(release);
            }
            blocked.add(event.payload());
        }));
        bus.on(TEXT, other::add);

        bus.publish(NUMBER, 0);
        awaitUntil(() -> !reports.isEmpty());
        bus.publish(NUMBER, 1);
        bus.publish(TEXT, "a");
        bus.publish(TEXT, "b");
        awaitUntil(() -> other.size() == 2);
        assertThat(blocked).isEmpty();

        release.countDown();
        awaitUntil(() -> blocked.equals(List.of(0, "a", "b")));
    }

    @Test
    void aSuccessorThatTheSystemRefusesIsStartedLater() {
        AtomicInteger refusals = new AtomicInteger();
        var idle = new RingEventBus(new EventBusOptions());
        Worker worker = new Worker("refused", idle.cycle(0), Waiting.BUSY_SPIN, new WorkerSignal()) {
            @Override
            void start() {
                if (refusals.getAndDecrement() > 0) {
                    throw new OutOfMemoryError("unable to create native thread (said the test)");
                }
                super.start();
            }
        };
        var watchdog = new Watchdog(List.of(worker), Duration.ofMillis(50), idle.failures());
        List<Integer> other = new CopyOnWriteArrayList<>();
        idle.on(NUMBER, each -> await(release));
        idle.on(NUMBER, other::add);
        worker.start();
        watchdog.start();

        refusals.set(3);
        idle.publish(NUMBER, 0);
        awaitUntil(() -> other.equals(List.of(0)));

        assertThat(refusals).hasValue(-1);
        watchdog.stop();
        worker.stop();
    }

    @Test
    void itIsNamedWithItsEventAndWhereItStands() {
        blockOn(7, new CopyOnWriteArrayList<>());
        bus.publish(NUMBER, 7);

        awaitUntil(() -> !reports.isEmpty());

        assertThat(sources).containsExactly("blocker on 7");
        assertThat(reports.get(0))
                .isInstanceOf(BlockedHandlerException.class)
                .hasMessageMatching("\"blocker\" has held gyre-worker-0 for \\d+ ms \\(expected: at most 50 ms\\); "
                        + "give it an executor of its own with Delivery.on\\(executor\\)");
        assertThat(reports.get(0).getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith(HandOverTest.class.getName()));
    }

    @Test
    void whatItsDetourCannotHoldIsDroppedAndCounted() {
        List<Integer> blocked = new CopyOnWriteArrayList<>();
        List<Integer> other = new CopyOnWriteArrayList<>();
        blockOn(0, blocked);
        bus.on(NUMBER, other::add);
        int all = Delivery.DEFAULT_CAPACITY + 500;

        IntStream.range(0, all).forEach(i -> bus.publish(NUMBER, i));
        awaitUntil(() -> other.size() == all);
        Subscription blocker = bus.subscriptions().get(0);
        assertThat(blocker.waiting()).isEqualTo(Delivery.DEFAULT_CAPACITY);
        assertThat(blocker.dropped()).isEqualTo(all - 1 - Delivery.DEFAULT_CAPACITY);

        release.countDown();
        awaitUntil(() -> blocker.waiting() == 0 && blocker.matched() == all);
        assertThat(blocked).isSorted().hasSize(Delivery.DEFAULT_CAPACITY + 1);
    }

    @Test
    void aClosedOneLeavesNothingWaiting() {
        List<Integer> other = new CopyOnWriteArrayList<>();
        blockOn(0, new CopyOnWriteArrayList<>());
        bus.on(NUMBER, other::add);
        IntStream.range(0, 10).forEach(i -> bus.publish(NUMBER, i));
        awaitUntil(() -> other.size() == 10);
        Subscription blocker = bus.subscriptions().get(0);

        blocker.close();

        assertThat(blocker.waiting()).isZero();
        assertThat(blocker.dropped()).isEqualTo(9);
    }

    @Test
    void severalMayBlockOneAfterAnother() {
        List<Integer> other = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 5; i++) {
            blockOn(i, new CopyOnWriteArrayList<>());
        }
        bus.on(NUMBER, other::add);

        IntStream.range(0, 20).forEach(i -> bus.publish(NUMBER, i));
        awaitUntil(() -> other.size() == 20);

        assertThat(other).isEqualTo(IntStream.range(0, 20).boxed().toList());
        assertThat(reports).hasSize(5);
    }

    @Test
    void aStreamWhoseSubscriberBlocksIsLedAroundToo() {
        List<Integer> streamed = new CopyOnWriteArrayList<>();
        List<Integer> other = new CopyOnWriteArrayList<>();
        bus.stream(NUMBER).subscribe(each -> {
            if (each == 0) {
                await(release);
            }
            streamed.add(each);
        });
        bus.on(NUMBER, other::add);
        IntStream.range(0, 50).forEach(i -> bus.publish(NUMBER, i));
        awaitUntil(() -> other.size() == 50);
        assertThat(streamed).isEmpty();

        release.countDown();
        awaitUntil(() -> streamed.size() == 50);

        assertThat(streamed).isEqualTo(other);
    }

    @Test
    void aOnceHandlerThatBlocksIsNamed() {
        List<String> heard = new CopyOnWriteArrayList<>();
        bus.once(TEXT, text -> await(release));
        bus.on(TEXT, heard::add);

        bus.publish(TEXT, "a");
        bus.publish(TEXT, "b");
        awaitUntil(() -> heard.size() == 2);

        awaitUntil(() -> !sources.isEmpty());
        assertThat(sources).containsExactly("test.text once on a");
    }

    @Test
    void aReplayThatBlocksIsLedAround() {
        EventType<Integer> kept = EventType.of("test.kept", Integer.class).replay(10);
        List<Integer> replayed = new CopyOnWriteArrayList<>();
        List<Integer> other = new CopyOnWriteArrayList<>();
        IntStream.range(0, 20).forEach(i -> bus.publish(kept, i));
        settle(bus);
        bus.on(kept, each -> {
            if (each == 12) {
                await(release);
            }
            replayed.add(each);
        });
        bus.on(kept, other::add);
        bus.publish(kept, 20);
        awaitUntil(() -> other.size() == 11);

        release.countDown();
        awaitUntil(() -> replayed.size() == 11);

        assertThat(replayed).isEqualTo(IntStream.rangeClosed(10, 20).boxed().toList());
        assertThat(other).isEqualTo(replayed);
    }

    @Test
    void theThreadThatWasHeldUpEndsOnceItsHandlerReturnedAndNothingWaits() {
        AtomicReference<Thread> held = new AtomicReference<>();
        bus.on(NUMBER, each -> {
            held.set(Thread.currentThread());
            await(release);
        });
        bus.publish(NUMBER, 0);
        awaitUntil(() -> !reports.isEmpty());
        Thread first = held.get();

        release.countDown();
        awaitUntil(() -> !first.isAlive());
        bus.publish(NUMBER, 1);
        settle(bus);

        assertThat(held.get())
                .isNotSameAs(first)
                .satisfies(thread -> assertThat(thread.getName()).isEqualTo("gyre-worker-0"));
    }
}
