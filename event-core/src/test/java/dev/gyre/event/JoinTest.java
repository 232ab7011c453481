package dev.gyre.event;

import static dev.gyre.event.BusFixture.PATIENCE;
import static dev.gyre.event.BusFixture.STAMP;
import static dev.gyre.event.BusFixture.awaitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.event.BusFixture.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a subscription begins and ends, by counts that publishers keep for themselves while they publish. */
class JoinTest {

    private static final int PUBLISHERS = 3;
    private static final int ROUNDS = 100;

    /** Events each publisher has set out to publish, and those it has published. */
    private final AtomicLongArray begun = new AtomicLongArray(PUBLISHERS);

    private final AtomicLongArray done = new AtomicLongArray(PUBLISHERS);
    private volatile boolean over;

    /** What one subscription heard of each publisher. */
    private static final class Ear {
        final long[] first = new long[PUBLISHERS];
        final AtomicLongArray next = new AtomicLongArray(PUBLISHERS);
        volatile long heard;
        volatile long gaps;

        Ear() {
            Arrays.fill(first, -1);
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one delivery at a time
        void hear(Stamp stamp) {
            int p = stamp.publisher();
            if (first[p] < 0) {
                first[p] = stamp.count();
            } else if (stamp.count() != next.get(p)) {
                gaps++;
            }
            heard++;
            next.set(p, stamp.count() + 1);
        }
    }

    private record Round(Subscription subscription, Ear ear, long atClose) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void hearsAllThatIsPublishedAfterItWasMadeAndNothingFromBeforeNorAfterItsEnd(int workers)
            throws InterruptedException {
        List<Round> rounds = new ArrayList<>();
        List<Thread> publishers = new ArrayList<>();
        try (EventBus bus = EventBus.create(options -> options.workers(workers)
                .handlerBudget(Duration.ZERO)
                .lane(Lane.APPLICATION_EVENTS, lane -> lane.capacity(64).block(PATIENCE)))) {
            for (int p = 0; p < PUBLISHERS; p++) {
                int publisher = p;
                publishers.add(new Thread(() -> publish(bus, publisher)));
            }
            publishers.forEach(Thread::start);
            for (int i = 0; i < ROUNDS; i++) {
                rounds.add(joinAndLeave(bus, i));
            }
            over = true;
            for (Thread publisher : publishers) {
                publisher.join();
            }
        }

        assertThat(rounds).allSatisfy(round -> {
            assertThat(round.ear().gaps).isZero();
            assertThat(round.ear().heard - round.atClose()).isBetween(0L, 1L);
            assertThat(round.subscription().delivered()).isEqualTo(round.ear().heard);
            assertThat(round.subscription().dropped()).isBetween(0L, 1L); // in a mailbox when it closed
        });
    }

    private void publish(EventBus bus, int publisher) {
        for (long count = 0; !over; count++) {
            begun.set(publisher, count + 1);
            bus.publish(STAMP, new Stamp(publisher, count));
            done.set(publisher, count + 1);
        }
    }

    private Round joinAndLeave(EventBus bus, int round) {
        Ear ear = new Ear();
        long[] before = counts(done);
        Delivery delivery = round % 2 == 0 ? Delivery.onWorker() : Delivery.on(Runnable::run);
        Subscription subscription = bus.on(STAMP, delivery, ear::hear);
        long[] after = counts(begun);
        awaitUntil(() -> hasHeard(ear, after));
        subscription.close();
        long atClose = ear.heard;
        for (int p = 0; p < PUBLISHERS; p++) {
            assertThat(ear.first[p]).as("first of publisher %s", p).isBetween(before[p], after[p]);
        }
        return new Round(subscription, ear, atClose);
    }

    private static boolean hasHeard(Ear ear, long... after) {
        for (int p = 0; p < PUBLISHERS; p++) {
            if (ear.next.get(p) <= after[p]) {
                return false;
            }
        }
        return true;
    }

    private static long[] counts(AtomicLongArray counts) {
        long[] all = new long[PUBLISHERS];
        Arrays.setAll(all, counts::get);
        return all;
    }
}
