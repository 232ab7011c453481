package dev.gyre.event;

import static dev.gyre.event.BusFixture.NUMBER;
import static dev.gyre.event.BusFixture.PATIENCE;
import static dev.gyre.event.BusFixture.TEXT;
import static dev.gyre.event.BusFixture.await;
import static dev.gyre.event.BusFixture.awaitUntil;
import static dev.gyre.event.BusFixture.holdWorker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class BusCloseTest {

    private final EventBus bus = EventBus.create(options -> options.handlerBudget(Duration.ZERO));

    @AfterEach
    void close() {
        bus.close(Duration.ZERO).block(PATIENCE);
    }

    @Test
    void deliversWhatWasAcceptedBeforeItEnds() {
        List<Integer> heard = new CopyOnWriteArrayList<>();
        bus.on(NUMBER, heard::add);
        CountDownLatch release = holdWorker(bus);
        for (int i = 0; i < 500; i++) {
            bus.publish(NUMBER, i);
        }
        release.countDown();

        CloseReport report = bus.close(PATIENCE).block(PATIENCE);

        assertThat(heard).hasSize(500).isSorted();
        assertThat(report).isEqualTo(new CloseReport(true, 0));
    }

    @Test
    void refusesWhatComesLater() {
        bus.close();

        assertThat(bus.tryPublish(TEXT, "late")).isEqualTo(PublishResult.CLOSED);
        assertThatThrownBy(() -> bus.publish(TEXT, "late"))
                .hasMessage("the event bus is closed: test.text was not published");
        assertThatThrownBy(() -> bus.on(TEXT, text -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the event bus is closed: \"test.text\" came too late to subscribe");
        assertThat(bus.lanes()).allMatch(lane -> lane.offered() == 0);
    }

    @Test
    void reportsWhatADeadlineLeftBehind() {
        List<Integer> heard = new CopyOnWriteArrayList<>();
        bus.on(NUMBER, heard::add);
        bus.on(NUMBER, task -> {}, heard::add);
        CountDownLatch release = new CountDownLatch(1);
        bus.once(TEXT, text -> {
            try {
                release.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        bus.publish(NUMBER, -1);
        BusFixture.settle(bus);
        bus.publish(TEXT, "hold");
        for (int i = 0; i < 7; i++) {
            bus.publish(NUMBER, i);
        }

        CloseReport report = bus.close(Duration.ofMillis(50)).block(PATIENCE);

        // Seven or fewer in the ring, for the interrupted worker ends its round; one in the mailbox nobody runs.
        assertThat(report).isNotNull();
        assertThat(report.drained()).isFalse();
        assertThat(report.undelivered()).isPositive();
    }

    @Test
    void whatOneWorkerDeliveredIsNotLeftForTheOthersThatNeedNot() {
        List<Integer> numbers = new CopyOnWriteArrayList<>();
        List<String> texts = new CopyOnWriteArrayList<>();
        CountDownLatch release = new CountDownLatch(1);
        EventBus two = EventBus.create(options -> options.workers(2).handlerBudget(Duration.ZERO));
        two.on(NUMBER, number -> awaitWhateverComes(release));
        two.on(NUMBER, numbers::add);
        two.on(NUMBER, Delivery.onWorker(), number -> {}).close();
        two.on(BusFixture.STAMP, stamp -> {}); // so that the next goes to the other worker
        two.on(TEXT, texts::add);
        for (int i = 0; i < 5; i++) {
            two.publish(NUMBER, i);
            two.publish(TEXT, "text");
        }
        awaitUntil(() -> numbers.size() == 5 && texts.size() == 5);

        CloseReport report = two.close(Duration.ofMillis(50)).block(PATIENCE);
        release.countDown();

        assertThat(report).isEqualTo(new CloseReport(false, 5));
    }

    private static void awaitWhateverComes(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException ignored) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void anInterruptedThreadDoesNotWaitAndStaysInterrupted() {
        CountDownLatch release = holdWorker(bus);

        Thread.currentThread().interrupt();
        bus.close();

        assertThat(Thread.interrupted()).isTrue();
        release.countDown();
        assertThat(bus.close(PATIENCE).block(PATIENCE)).isEqualTo(new CloseReport(true, 0));
    }

    @Test
    void isIdempotentAndCallableFromAHandler() {
        AtomicReference<CloseReport> report = new AtomicReference<>();
        bus.on(TEXT, text -> {
            bus.close();
            bus.close(PATIENCE).subscribe(report::set);
        });

        bus.publish(TEXT, "end");

        awaitUntil(() -> report.get() != null);
        assertThat(report.get()).isEqualTo(new CloseReport(true, 0));
        assertThat(bus.close(Duration.ZERO).block(PATIENCE)).isSameAs(report.get());
    }

    @Test
    void leavesNoThread() {
        Set<Thread> before = gyreThreads();
        EventBus two = EventBus.create(options -> options.workers(2).handlerBudget(Duration.ZERO));
        two.publish(TEXT, "a");
        assertThat(gyreThreads()).hasSize(before.size() + 2);

        two.close();

        awaitUntil(() -> before.containsAll(gyreThreads()));
    }

    @Test
    void takesAnyDeadlineAndIsNotSpoiltByNone() {
        assertThatThrownBy(() -> bus.close(null)).isInstanceOf(NullPointerException.class);
        assertThat(bus.tryPublish(TEXT, "still open")).isEqualTo(PublishResult.ACCEPTED);

        CloseReport report = bus.close(Duration.ofSeconds(Long.MAX_VALUE)).block(PATIENCE);

        assertThat(report).isEqualTo(new CloseReport(true, 0));
    }

    private static Set<Thread> gyreThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("gyre-"))
                .collect(Collectors.toSet());
    }

    @RepeatedTest(20)
    void inAStormEveryAcceptedEventIsDelivered() throws InterruptedException {
        AtomicLong heard = new AtomicLong();
        AtomicLong accepted = new AtomicLong();
        AtomicInteger running = new AtomicInteger(4);
        bus.on(NUMBER, number -> heard.incrementAndGet());
        List<Thread> publishers = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        for (int p = 0; p < 4; p++) {
            Thread publisher = new Thread(() -> {
                await(go);
                PublishResult result;
                do {
                    result = bus.tryPublish(NUMBER, 1);
                    if (result.isAccepted()) {
                        accepted.incrementAndGet();
                    }
                } while (result != PublishResult.CLOSED);
                running.decrementAndGet();
            });
            publisher.start();
            publishers.add(publisher);
        }

        go.countDown();
        awaitUntil(() -> heard.get() > 2_000);
        CloseReport report = bus.close(PATIENCE).block(PATIENCE);
        for (Thread publisher : publishers) {
            publisher.join();
        }

        assertThat(report).isEqualTo(new CloseReport(true, 0));
        assertThat(heard.get()).isEqualTo(accepted.get());
        Lane lane = bus.lanes().get(1);
        assertThat(lane.accepted()).isEqualTo(accepted.get());
        assertThat(lane.depth()).isZero();
        assertThat(running.get()).isZero();
    }

    @Test
    void freesPublishersThatWait() throws InterruptedException {
        AtomicReference<PublishResult> result = new AtomicReference<>();
        EventType<Integer> windows = NUMBER.on(Lane.WINDOW_MESSAGES);
        try (EventBus small = EventBus.create(options -> options.handlerBudget(Duration.ZERO)
                .lane(Lane.WINDOW_MESSAGES, lane -> lane.capacity(2).block(PATIENCE))
                .closeDeadline(PATIENCE))) {
            CountDownLatch release = holdWorker(small);
            Thread publisher = new Thread(() -> {
                try {
                    for (int i = 0; i < 3; i++) {
                        small.publish(windows, i);
                    }
                } catch (PublishException refused) {
                    result.set(refused.result());
                }
            });
            publisher.start();
            awaitUntil(() -> publisher.getState() == Thread.State.TIMED_WAITING);

            small.close(PATIENCE).subscribe();
            publisher.join(PATIENCE.toMillis());
            release.countDown();
        }

        assertThat(result.get()).isEqualTo(PublishResult.CLOSED);
    }
}
