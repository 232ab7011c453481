package dev.gyre.event;

import static dev.gyre.event.BusFixture.PATIENCE;
import static dev.gyre.event.BusFixture.awaitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.event.BusFixture.Stamp;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Everything at once, at full speed, with subscriptions that come and go: for {@code -Dgyre.soak.seconds}, 30 by default and
 * 0 for not at all.
 */
class SoakTest {

    private static final int SECONDS = Integer.getInteger("gyre.soak.seconds", 30);
    private static final int PUBLISHERS = 2;
    private static final int BATCH = 20;

    /** Beside five per cent: what a collector's own rounding and a test's own counters come to, in bytes. */
    private static final long ALLOWANCE = 1 << 20;

    private static final EventType<Stamp> PLAIN = EventType.of("soak.plain", Stamp.class);
    private static final EventType<Stamp> STICKY =
            EventType.of("soak.sticky", Stamp.class).sticky();

    private final AtomicInteger faults = new AtomicInteger();
    private final EventBus bus = EventBus.create(options -> options.workers(2)
            .lane(Lane.APPLICATION_EVENTS, lane -> lane.block(PATIENCE))
            .onError((event, source, error) -> faults.incrementAndGet()));
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final AtomicLong churned = new AtomicLong();
    private final AtomicLong outOfOrder = new AtomicLong();
    private final AtomicReference<Throwable> broken = new AtomicReference<>();
    private volatile boolean over;

    /** One subscriber's ear: counts, and looks at the order of each publisher. One delivery at a time. */
    private final class Ear {
        private final long[] last = new long[PUBLISHERS];
        private volatile long heard;

        Ear() {
            Arrays.fill(last, -1);
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one delivery at a time
        void hear(Stamp stamp) {
            if (stamp.count() <= last[stamp.publisher()]) {
                outOfOrder.incrementAndGet();
            }
            last[stamp.publisher()] = stamp.count();
            heard++;
        }
    }

    private record Ears(Subscription subscription, Ear ear) {

        @Override
        public String toString() {
            return subscription + ", heard " + ear.heard;
        }

        /** At rest: what came in went out, or is counted. */
        boolean addsUp(long offered) {
            return subscription.delivered() == ear.heard
                    && subscription.failed() == 0
                    && subscription.waiting() == 0
                    && ear.heard + subscription.dropped() + subscription.coalesced() == offered;
        }
    }

    @Test
    void nothingIsLostDisorderedOrHeldOnTo() throws InterruptedException {
        BusFixture.runOnlyIf(SECONDS > 0, "the soak, by gyre.soak.seconds=0");
        List<Ears> permanent = new ArrayList<>();
        for (Delivery delivery : deliveries()) {
            Ear ear = new Ear();
            permanent.add(new Ears(bus.on(PLAIN, delivery, ear::hear), ear));
        }
        permanent.add(stream());
        long[] published = new long[PUBLISHERS];
        List<Thread> threads = new ArrayList<>();
        for (int p = 0; p < PUBLISHERS; p++) {
            int publisher = p;
            threads.add(run(() -> published[publisher] = publishUntilOver(publisher)));
        }
        threads.add(run(this::churnUntilOver));
        threads.forEach(Thread::start);

        sleepUntil(Duration.ofSeconds(SECONDS).dividedBy(4));
        long threadsBefore = gyreThreads();
        long before = heapFloor();
        sleepUntil(Duration.ofSeconds(SECONDS).multipliedBy(3).dividedBy(4));
        long after = heapFloor();
        long threadsAfter = gyreThreads();
        over = true;
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
            assertThat(thread.isAlive()).as("%s goes on", thread).isFalse();
        }
        assertThat(broken.get()).isNull();

        long all = published[0] + published[1];
        BusFixture.settle(bus);
        awaitUntil(() -> permanent.stream().allMatch(each -> each.addsUp(all)));
        CloseReport report = bus.close(PATIENCE).block(PATIENCE);
        pool.shutdown();
        System.out.printf(
                "soak: %d s, %,d events, %,d subscriptions came and went, heap floor %,d -> %,d KiB, threads %d -> %d%n",
                SECONDS, all, churned.get(), before >> 10, after >> 10, threadsBefore, threadsAfter);
        assertThat(outOfOrder).hasValue(0);
        assertThat(report).isEqualTo(new CloseReport(true, 0));
        assertThat(bus.lanes()).allMatch(lane -> lane.offered() == lane.accepted() && lane.depth() == 0);
        assertThat(after).as("heap floor").isLessThan(before + before / 20 + ALLOWANCE);
        assertThat(threadsAfter).as("threads").isEqualTo(threadsBefore);
    }

    private Thread run(Runnable work) {
        Thread thread = new Thread(work);
        thread.setUncaughtExceptionHandler((any, error) -> broken.compareAndSet(null, error));
        return thread;
    }

    private List<Delivery> deliveries() {
        return List.of(
                Delivery.onWorker(),
                Delivery.onWorker(),
                Delivery.on(pool),
                Delivery.on(pool).capacity(16).overflow(Overflow.DROP_NEWEST),
                Delivery.on(pool).capacity(64).coalesce(Stamp.class, stamp -> stamp.count() % 100));
    }

    private Ears stream() {
        Ear ear = new Ear();
        bus.stream(PLAIN, Delivery.buffered(64, Overflow.DROP_OLDEST)).subscribe(ear::hear);
        List<Subscription> open = bus.subscriptions();
        return new Ears(open.get(open.size() - 1), ear);
    }

    private long publishUntilOver(int publisher) {
        long count = 0;
        while (!over) {
            bus.publish(PLAIN, new Stamp(publisher, count));
            if (count % 16 == 0) {
                bus.publish(STICKY, new Stamp(publisher, count));
            }
            count++;
        }
        return count;
    }

    /** Subscribes in every way, hears a little, leaves; what it was sent must add up each time. */
    private void churnUntilOver() {
        while (!over) {
            List<Ears> batch = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                Ear ear = new Ear();
                Delivery delivery = deliveries().get(i % 5);
                batch.add(new Ears(bus.on(i % 2 == 0 ? PLAIN : STICKY, delivery, ear::hear), ear));
            }
            batch.add(stream());
            Ear once = new Ear();
            Subscription first = bus.once(PLAIN, once::hear);
            awaitUntil(() -> over || (first.isClosed() && batch.stream().allMatch(each -> each.ear().heard > 0)));
            batch.forEach(each -> each.subscription().close());
            first.close();
            awaitToAddUp(batch);
            churned.addAndGet(batch.size() + 1);
        }
    }

    private static void awaitToAddUp(List<Ears> batch) {
        try {
            awaitUntil(() -> batch.stream()
                    .allMatch(each -> each.addsUp(each.subscription().matched())));
        } catch (AssertionError timeout) {
            throw new AssertionError("does not add up: " + batch, timeout);
        }
    }

    private static void sleepUntil(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis()); // the length of the soak, not a wait for something
    }

    /** The least that is in use after a collection; what is on its way differs from one to the next. */
    private static long heapFloor() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private static long gyreThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("gyre-"))
                .count();
    }
}
