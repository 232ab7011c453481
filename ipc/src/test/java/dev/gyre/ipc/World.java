package dev.gyre.ipc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.event.EventBus;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A bus and a runtime on it, with a clock of the test's own, closed together. */
final class World implements AutoCloseable {

    /** As long as a test waits for what must come; far above what a machine without a free core needs. */
    static final int PATIENCE_SECONDS = 30;

    final FakeTime time = new FakeTime();
    final EventBus bus;
    final Ipc ipc;

    World(Consumer<IpcOptions> configure) {
        this(EventBus.create(), configure);
    }

    World(EventBus bus, Consumer<IpcOptions> configure) {
        this.bus = bus;
        this.ipc = Ipc.create(bus, options -> configure.accept(options.time(time)));
    }

    static World of(Object... services) {
        return new World(options -> {
            for (Object service : services) {
                options.bind(service);
            }
        });
    }

    PageWindow window(Capabilities... grants) {
        return ipc.open("main", Capabilities.of(grants));
    }

    /** Waits for what other threads bring about, at most {@link #PATIENCE_SECONDS}. */
    static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("gave up waiting").isLessThan(deadline);
            LockSupport.parkNanos(100_000);
        }
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, SECONDS))
                    .as("latch reached")
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        ipc.close();
        bus.close();
    }
}
