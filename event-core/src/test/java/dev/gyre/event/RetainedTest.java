package dev.gyre.event;

import static dev.gyre.event.BusFixture.await;
import static dev.gyre.event.BusFixture.awaitUntil;
import static dev.gyre.event.BusFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

/** Sticky types and replays. */
class RetainedTest {

    private static final EventType<Long> STICKY =
            EventType.of("test.sticky", Long.class).sticky();
    private static final EventType<Long> REPLAY =
            EventType.of("test.replay", Long.class).replay(3);

    private final EventBus bus = EventBus.create();

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void aStickyTypeGivesItsLastValueToWhoComesLater() {
        bus.publish(STICKY, 1L);
        bus.publish(STICKY, 2L);
        List<Long> heard = new CopyOnWriteArrayList<>();

        bus.on(STICKY, heard::add);
        awaitUntil(() -> heard.size() == 1);
        bus.publish(STICKY, 3L);
        settle(bus);

        assertThat(heard).containsExactly(2L, 3L);
    }

    @Test
    void nothingIsGivenWhereNothingWasPublished() {
        List<Long> heard = new CopyOnWriteArrayList<>();
        bus.on(STICKY, heard::add);
        bus.publish(STICKY, 1L);
        settle(bus);

        assertThat(heard).containsExactly(1L);
    }

    @Test
    void aReplayGivesTheLastValuesOldestFirst() {
        LongStream.range(0, 10).forEach(i -> bus.publish(REPLAY, i));

        StepVerifier.create(bus.stream(REPLAY).take(4))
                .expectNext(7L, 8L, 9L)
                .then(() -> bus.publish(REPLAY, 10L))
                .expectNext(10L)
                .verifyComplete();
    }

    @Test
    void aPatternIsGivenWhatItsTypesKeep() {
        bus.publish(STICKY, 1L);
        bus.publish(REPLAY, 2L);
        List<Object> heard = new CopyOnWriteArrayList<>();

        PatternSubscription subscription =
                bus.on(List.of("test.sticky"), Delivery.onWorker(), event -> heard.add(event.payload()));
        awaitUntil(() -> heard.size() == 1);
        subscription.add("test.**");
        awaitUntil(() -> heard.size() == 2);

        assertThat(heard).containsExactly(1L, 2L);
        assertThat(subscription.matched()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void snapshotThenUpdatesLeaveNoGapUnderLoad(int workers) throws InterruptedException {
        try (EventBus busy = EventBus.create(options -> options.workers(workers))) {
            CountDownLatch started = new CountDownLatch(1);
            Thread publisher = new Thread(() -> {
                for (long i = 0; i < 300_000; i++) {
                    while (!busy.tryPublish(STICKY, i).isAccepted()) {
                        Thread.onSpinWait(); // for as long as it takes: publish gives up in time
                    }
                    if (i == 1000) {
                        started.countDown();
                    }
                }
            });
            publisher.start();
            await(started);

            List<Sequel> sequels = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Sequel sequel = new Sequel();
                sequels.add(sequel);
                busy.on(STICKY, sequel::enter);
            }
            publisher.join();
            awaitUntil(() -> sequels.stream().allMatch(sequel -> sequel.last == 299_999));

            assertThat(sequels).allSatisfy(sequel -> assertThat(sequel.gaps).isZero());
        }
    }

    private static final class Sequel {
        volatile long last = -1;
        volatile int gaps;

        @SuppressWarnings("NonAtomicVolatileUpdate") // one delivery at a time
        void enter(long value) {
            if (last >= 0 && value != last + 1) {
                gaps++;
            }
            last = value;
        }
    }

    @Test
    void whatWasReplayedAndIsOutOfDateStaysReachableNowhere() {
        EventType<Object> latest = EventType.of("test.latest", Object.class).sticky();
        List<WeakReference<Object>> given = new CopyOnWriteArrayList<>();
        bus.publish(latest, new Object());
        settle(bus);
        bus.on(latest, value -> given.add(new WeakReference<>(value)));
        awaitUntil(() -> given.size() == 1);

        bus.publish(latest, new Object());
        settle(bus);

        awaitUntil(() -> {
            System.gc();
            return given.get(0).refersTo(null);
        });
        assertThat(given.get(1).get()).isNotNull();
    }

    @Test
    void theMemoryIsPartOfTheType() {
        bus.register(STICKY);

        assertThatThrownBy(() -> bus.register(EventType.of("test.sticky", Long.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("replaying 1, as first met");
        assertThatThrownBy(() -> STICKY.replay(1025)).hasMessage("replay: 1025 (expected: 0..1024)");
    }
}
