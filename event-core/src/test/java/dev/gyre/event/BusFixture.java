package dev.gyre.event;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What the bus's tests share: types, and waits that have a bound. */
final class BusFixture {

    static final EventType<String> TEXT = EventType.of("test.text", String.class);
    static final EventType<Integer> NUMBER = EventType.of("test.number", Integer.class);
    static final EventType<Stamp> STAMP = EventType.of("test.stamp", Stamp.class);

    /** Longer than any machine should need; reached only by a failure. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    record Stamp(int publisher, long count) {}

    private BusFixture() {}

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("waited " + PATIENCE + ", still " + latch.getCount() + " to come");
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    static void awaitUntil(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("the condition did not come true within " + PATIENCE);
            }
            Thread.onSpinWait();
        }
    }

    /** Skips a test and says so where one sees it. */
    static void runOnlyIf(boolean condition, String otherwise) {
        if (!condition) {
            System.out.println("TESTS DID NOT RUN: " + otherwise);
        }
        assumeTrue(condition, otherwise);
    }

    /** Returns once everything published so far was delivered by every worker. */
    static void settle(EventBus bus) {
        awaitUntil(() -> bus.lanes().stream().allMatch(lane -> lane.depth() == 0));
    }

    /** Holds the only worker of a bus without a handler budget until told to let go, so that rings and buffers fill. */
    static CountDownLatch holdWorker(EventBus bus) {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        bus.once(EventType.of("test.hold", String.class), any -> {
            held.countDown();
            await(release);
        });
        bus.publish(EventType.of("test.hold", String.class), "hold");
        await(held);
        return release;
    }
}
