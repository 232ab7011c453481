package dev.gyre.event;

import static dev.gyre.event.BusFixture.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class IdleTest {

    @Test
    void anIdleWorkerUsesNoCpuAndWakesForTheNextEvent() {
        try (EventBus bus = EventBus.create()) {
            var heard = new CopyOnWriteArrayList<String>();
            AtomicReference<Thread> worker = new AtomicReference<>();
            bus.on(TEXT, text -> {
                worker.set(Thread.currentThread());
                heard.add(text);
            });
            bus.publish(TEXT, "first");
            BusFixture.awaitUntil(() -> worker.get() != null && worker.get().getState() == Thread.State.WAITING);

            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long before = threads.getThreadCpuTime(worker.get().getId());
            LockSupport.parkNanos(500_000_000);
            long used = threads.getThreadCpuTime(worker.get().getId()) - before;
            bus.publish(TEXT, "second");
            BusFixture.settle(bus);

            assertThat(used).as("ns of CPU in half a second").isLessThan(500_000);
            assertThat(heard).containsExactly("first", "second");
        }
    }

    @Test
    void whoeverPublishesToAParkedWorkerIsHeard() throws InterruptedException {
        try (EventBus bus = EventBus.create()) {
            AtomicInteger heard = new AtomicInteger();
            bus.on(TEXT, text -> heard.incrementAndGet());
            for (int round = 1; round <= 300; round++) {
                BusFixture.awaitUntil(() -> bus.dump().contains("gyre-worker-0: parked"));
                Thread other = new Thread(() -> bus.publish(TEXT, "other"));
                other.start();
                bus.publish(TEXT, "own");
                other.join();

                int all = 2 * round;
                BusFixture.awaitUntil(() -> heard.get() == all);
            }
        }
    }
}
