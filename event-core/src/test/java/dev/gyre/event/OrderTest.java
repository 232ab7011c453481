package dev.gyre.event;

import static dev.gyre.event.BusFixture.STAMP;
import static dev.gyre.event.BusFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.event.BusFixture.Stamp;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {

    private static final int PUBLISHERS = 2;
    private static final int EACH = 500_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aMillionEventsReachThreeSubscribersInOneOrder(int workers) throws InterruptedException {
        try (EventBus bus = EventBus.create(options -> options.workers(workers))) {
            List<Ledger> ledgers = List.of(new Ledger(), new Ledger(), new Ledger());
            List<Subscription> subscriptions = new ArrayList<>();
            ledgers.forEach(ledger -> subscriptions.add(bus.on(STAMP, ledger::enter)));

            List<Thread> publishers = new ArrayList<>();
            for (int p = 0; p < PUBLISHERS; p++) {
                int publisher = p;
                Thread thread = new Thread(() -> {
                    for (long count = 0; count < EACH; count++) {
                        bus.publish(STAMP, new Stamp(publisher, count));
                    }
                });
                thread.start();
                publishers.add(thread);
            }
            for (Thread publisher : publishers) {
                publisher.join();
            }
            bus.close(Duration.ofSeconds(30)).block(BusFixture.PATIENCE);

            long all = (long) PUBLISHERS * EACH;
            assertThat(ledgers).allSatisfy(ledger -> {
                assertThat(ledger.heard).isEqualTo(all);
                assertThat(ledger.outOfOrder).isZero();
                assertThat(ledger.history).isEqualTo(ledgers.get(0).history);
            });
            assertThat(subscriptions).allSatisfy(subscription -> {
                assertThat(subscription.matched()).isEqualTo(all);
                assertThat(subscription.delivered()).isEqualTo(all);
                assertThat(subscription.dropped()).isZero();
            });
            Lane lane = bus.lanes().get(1);
            assertThat(lane.accepted()).isEqualTo(all);
            assertThat(lane.offered()).isEqualTo(all);
            assertThat(lane.depth()).isZero();
        }
    }

    /** One subscriber's record. Not thread-safe on purpose: the bus calls it one event at a time. */
    private static final class Ledger {
        final long[] next = new long[PUBLISHERS];
        long heard;
        long outOfOrder;
        long history;

        void enter(Stamp stamp) {
            heard++;
            if (stamp.count() != next[stamp.publisher()]++) {
                outOfOrder++;
            }
            history = history * 31 + stamp.publisher();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void nothingDeliveredStaysReachable(int workers) {
        try (EventBus bus = EventBus.create(options -> options.workers(workers))) {
            AtomicLong heard = new AtomicLong();
            bus.on(STAMP, stamp -> heard.incrementAndGet());
            WeakReference<Stamp> delivered = publishAndForget(bus);
            BusFixture.settle(bus);

            BusFixture.awaitUntil(() -> {
                System.gc();
                return delivered.refersTo(null);
            });

            assertThat(heard).hasValue(1);
        }
    }

    private static WeakReference<Stamp> publishAndForget(EventBus bus) {
        Stamp stamp = new Stamp(0, 0);
        bus.publish(STAMP, stamp);
        return new WeakReference<>(stamp);
    }

    @Test
    void subscriptionsMadeUnderLoadHearASuffixWithoutGaps() throws InterruptedException {
        try (EventBus bus = EventBus.create()) {
            CountDownLatch started = new CountDownLatch(1);
            Thread publisher = new Thread(() -> {
                for (long count = 0; count < 300_000; count++) {
                    bus.publish(STAMP, new Stamp(0, count));
                    if (count == 1000) {
                        started.countDown();
                    }
                }
            });
            publisher.start();
            await(started);

            List<Suffix> suffixes = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Suffix suffix = new Suffix();
                suffixes.add(suffix);
                bus.on(STAMP, suffix::enter);
            }
            publisher.join();
            BusFixture.settle(bus);

            assertThat(suffixes).allSatisfy(suffix -> {
                assertThat(suffix.gaps).isZero();
                assertThat(suffix.last).isIn(-1L, 299_999L);
            });
        }
    }

    private static final class Suffix {
        long last = -1;
        long gaps;

        void enter(Stamp stamp) {
            if (last >= 0 && stamp.count() != last + 1) {
                gaps++;
            }
            last = stamp.count();
        }
    }
}
