package dev.gyre.event;

import static dev.gyre.event.BusFixture.NUMBER;
import static dev.gyre.event.BusFixture.await;
import static dev.gyre.event.BusFixture.awaitUntil;
import static dev.gyre.event.BusFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailboxSubscriptionTest {

    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final EventBus bus = EventBus.create(
            options -> options.onError((event, source, error) -> errors.add(source + ": " + error.getMessage())));

    /** Runs when the test says so. */
    private final Queue<Runnable> later = new ConcurrentLinkedQueue<>();

    private final List<Integer> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        later.clear();
        bus.close(Duration.ZERO).block(BusFixture.PATIENCE);
    }

    @Test
    void deliversOnItsExecutorOneAtATimeAndInOrder() {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Integer> unguarded = new ArrayList<>();
            Subscription subscription = bus.on(NUMBER, pool, unguarded::add);

            IntStream.range(0, 1000).forEach(number -> {
                bus.publish(NUMBER, number);
                if (number % 100 == 0) {
                    awaitUntil(() -> subscription.waiting() == 0);
                }
            });
            awaitUntil(() -> subscription.delivered() == 1000);

            assertThat(unguarded).hasSize(1000).isSorted();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void soItDoesOnAThreadForEachTask() {
        List<Integer> unguarded = new ArrayList<>();
        Subscription subscription = bus.on(NUMBER, Delivery.on(threadEach()).capacity(4096), unguarded::add);

        IntStream.range(0, 4000).forEach(number -> bus.publish(NUMBER, number));
        awaitUntil(() -> subscription.delivered() == 4000);

        assertThat(unguarded).hasSize(4000).isSorted();
    }

    /** Virtual ones where the machine has them. */
    private static Executor threadEach() {
        try {
            return (Executor)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException olderMachine) {
            return task -> new Thread(task).start();
        }
    }

    @Test
    void dropsTheOldestByDefaultAndCounts() {
        Subscription subscription = bus.on(NUMBER, Delivery.on(later::add).capacity(4), heard::add);

        publish(10);
        assertThat(subscription.waiting()).isEqualTo(4);
        runLater();

        assertThat(heard).containsExactly(6, 7, 8, 9);
        assertThat(subscription.matched()).isEqualTo(10);
        assertThat(subscription.delivered()).isEqualTo(4);
        assertThat(subscription.dropped()).isEqualTo(6);
        assertThat(subscription.waiting()).isZero();
    }

    @Test
    void dropsTheNewestWhenAsked() {
        Subscription subscription =
                bus.on(NUMBER, Delivery.on(later::add).capacity(4).overflow(Overflow.DROP_NEWEST), heard::add);

        publish(10);
        runLater();

        assertThat(heard).containsExactly(0, 1, 2, 3);
        assertThat(subscription.dropped()).isEqualTo(6);
    }

    @Test
    void handsTheExecutorOneTaskHoweverManyEventsWait() {
        bus.on(NUMBER, later::add, heard::add);

        publish(100);

        assertThat(later).hasSize(1);
    }

    @Test
    void yieldsTheExecutorBetweenLongDrains() {
        bus.on(NUMBER, later::add, heard::add);
        publish(300);

        later.remove().run();

        assertThat(heard).hasSize(128);
        assertThat(later).hasSize(1);
    }

    @Test
    void countsWhatWaitedAsDroppedWhenClosed() {
        Subscription subscription = bus.on(NUMBER, later::add, heard::add);
        publish(10);

        subscription.close();
        runLater();

        assertThat(heard).isEmpty();
        assertThat(subscription.dropped()).isEqualTo(10);
        assertThat(subscription.waiting()).isZero();
    }

    @Test
    void anExecutorThatRefusesIsReportedAndTriedAgain() {
        Queue<Boolean> refusals = new ArrayDeque<>(List.of(true));
        Executor moody = task -> {
            if (refusals.poll() != null) {
                throw new RejectedExecutionException("not now");
            }
            task.run();
        };
        Subscription subscription = bus.on(NUMBER, Delivery.on(moody).named("moody"), heard::add);

        publish(1);
        assertThat(heard).isEmpty();
        assertThat(errors).containsExactly("moody: not now");
        bus.publish(NUMBER, 1);
        settle(bus);

        assertThat(heard).containsExactly(0, 1);
        assertThat(subscription.failed()).isZero();
    }

    @Test
    void aHandlerThatThrowsFailsItsEventAlone() {
        Subscription subscription = bus.on(NUMBER, Runnable::run, number -> {
            if (number == 1) {
                throw new LinkageError("one");
            }
            heard.add(number);
        });

        publish(3);

        assertThat(heard).containsExactly(0, 2);
        assertThat(subscription.failed()).isEqualTo(1);
        assertThat(errors).containsExactly("test.number: one");
    }

    @Test
    void aBlockedHandlerHoldsNeitherLaneNorNeighbour() {
        ExecutorService stuck = Executors.newSingleThreadExecutor();
        CountDownLatch release = new CountDownLatch(1);
        try {
            bus.on(NUMBER, stuck, number -> await(release));
            bus.on(NUMBER, heard::add);

            publish(5000);

            assertThat(heard).hasSize(5000);
        } finally {
            release.countDown();
            stuck.shutdown();
        }
    }

    private void publish(int count) {
        IntStream.range(0, count).forEach(number -> bus.publish(NUMBER, number));
        settle(bus);
    }

    private void runLater() {
        for (Runnable task = later.poll(); task != null; task = later.poll()) {
            task.run();
        }
    }
}
