package dev.gyre.event;

import static dev.gyre.event.BusFixture.NUMBER;
import static dev.gyre.event.BusFixture.TEXT;
import static dev.gyre.event.BusFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.StepVerifier;

class CoalescingTest {

    private record Moved(String window, int x) {}

    private static final EventType<Moved> MOVED = EventType.of("test.moved", Moved.class);

    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final EventBus bus =
            EventBus.create(options -> options.onError((event, source, error) -> errors.add(error.getMessage())));

    /** Runs when the test says so. */
    private final Queue<Runnable> later = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        later.forEach(Runnable::run);
        bus.close();
    }

    private void runLater() {
        for (Runnable task = later.poll(); task != null; task = later.poll()) {
            task.run();
        }
    }

    @Test
    void theNewestOfAKeyStandsAtTheEndAndTheOlderIsCounted() {
        List<Moved> heard = new CopyOnWriteArrayList<>();
        Delivery newest = Delivery.on(later::add).coalesce(Moved.class, Moved::window);
        Subscription subscription = bus.on(MOVED, newest, heard::add);

        bus.publish(MOVED, new Moved("a", 1));
        bus.publish(MOVED, new Moved("b", 2));
        bus.publish(MOVED, new Moved("a", 3));
        settle(bus);
        assertThat(subscription.waiting()).isEqualTo(2);
        assertThat(subscription.coalesced()).isEqualTo(1);
        runLater();

        assertThat(heard).containsExactly(new Moved("b", 2), new Moved("a", 3));
        assertThat(subscription.matched()).isEqualTo(3);
        assertThat(subscription.delivered()).isEqualTo(2);
    }

    @Test
    void withoutAKeyTheNewestOfEachTypeStays() {
        List<Object> heard = new CopyOnWriteArrayList<>();
        bus.on(
                List.of("test.*"),
                Delivery.on(later::add).overflow(Overflow.COALESCE),
                event -> heard.add(event.payload()));

        IntStream.range(0, 100).forEach(i -> bus.publish(NUMBER, i));
        bus.publish(TEXT, "a");
        bus.publish(TEXT, "b");
        settle(bus);
        runLater();

        assertThat(heard).containsExactly(99, "b");
    }

    @Test
    void dropsTheOldestWhenFullOfOtherKeys() {
        List<Integer> heard = new CopyOnWriteArrayList<>();
        Delivery four = Delivery.on(later::add).capacity(4).coalesce(Integer.class, number -> number);
        Subscription subscription = bus.on(NUMBER, four, heard::add);

        IntStream.range(0, 1000).forEach(i -> bus.publish(NUMBER, i));
        settle(bus);
        runLater();

        assertThat(heard).containsExactly(996, 997, 998, 999);
        assertThat(subscription.dropped()).isEqualTo(996);
        assertThat(subscription.matched()).isEqualTo(1000);
    }

    @Test
    void aKeyThatThrowsFailsItsEventAlone() {
        List<Integer> heard = new CopyOnWriteArrayList<>();
        Delivery odd = Delivery.on(later::add).coalesce(Integer.class, number -> 10 / number);
        Subscription subscription = bus.on(NUMBER, odd, heard::add);

        bus.publish(NUMBER, 0);
        bus.publish(NUMBER, 5);
        settle(bus);
        runLater();

        assertThat(heard).containsExactly(5);
        assertThat(subscription.failed()).isEqualTo(1);
        assertThat(errors).containsExactly("/ by zero");
    }

    @Test
    void aStreamCoalescesWhileThereIsNoDemand() {
        StepVerifier.create(bus.stream(NUMBER, Delivery.buffered(16, Overflow.COALESCE)), 0)
                .then(() -> IntStream.range(0, 100).forEach(i -> bus.publish(NUMBER, i)))
                .then(() -> settle(bus))
                .thenRequest(1)
                .expectNext(99)
                .thenCancel()
                .verify(BusFixture.PATIENCE);
    }

    @Test
    void everyEventIsAccountedForWhileOneThreadPutsAndAnotherTakes() {
        BaseSubscriber<Moved> slow = new BaseSubscriber<>() {
            @Override
            protected void hookOnNext(Moved moved) {
                request(1);
            }
        };
        bus.stream(MOVED, Delivery.buffered(8, Overflow.ERROR).coalesce(Moved.class, Moved::window))
                .subscribe(slow);
        List<Moved> heard = new CopyOnWriteArrayList<>();
        Delivery newest =
                Delivery.on(task -> new Thread(task).start()).capacity(8).coalesce(Moved.class, Moved::window);
        Subscription subscription = bus.on(MOVED, newest, heard::add);

        IntStream.range(0, 20_000).forEach(i -> bus.publish(MOVED, new Moved("w" + i % 16, i)));
        settle(bus);
        BusFixture.awaitUntil(() -> subscription.waiting() == 0 && subscription.matched() == 20_000);

        assertThat(heard).isSortedAccordingTo((a, b) -> Integer.compare(a.x(), b.x()));
        assertThat(bus.subscriptions()).allMatch(each -> each.matched() == 20_000);
    }

    @Test
    void failuresOnBothSidesOfAMailboxAreAllCounted() {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (EventBus quiet = EventBus.create(options -> options.onError((event, source, error) -> {}))) {
            Delivery odd = Delivery.on(pool).coalesce(Integer.class, CoalescingTest::evenOnly);
            Subscription subscription = quiet.on(NUMBER, odd, CoalescingTest::evenOnly);

            IntStream.range(0, 100_000).forEach(i -> quiet.publish(NUMBER, i % 2 == 0 ? 1 : -2 * i));
            settle(quiet);

            BusFixture.awaitUntil(() -> subscription.waiting() == 0 && subscription.matched() == 100_000);
            assertThat(subscription.delivered()).isZero();
        } finally {
            pool.shutdown();
        }
    }

    /** As a key it throws on what is odd, as a handler on what is left. */
    private static int evenOnly(int number) {
        boolean handling = number < 0 && Thread.currentThread().getName().startsWith("pool");
        if (number % 2 != 0 || handling) {
            throw new IllegalStateException("fault");
        }
        return number;
    }

    @Test
    void onAWorkerNothingWaits() {
        assertThatThrownBy(() -> Delivery.onWorker().coalesce(Integer.class, number -> number))
                .hasMessage("coalesce: delivery on a worker has no mailbox; use Delivery.on(executor)");
    }
}
