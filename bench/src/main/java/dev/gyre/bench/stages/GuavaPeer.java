package dev.gyre.bench.stages;

import com.google.common.eventbus.AsyncEventBus;
import com.google.common.eventbus.Subscribe;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Guava's asynchronous event bus on one thread,
 */
final class GuavaPeer implements PeerArm {

    private static final int BUFFER = 1024;

    private final ExecutorService executor =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(BUFFER), GuavaPeer::waitForRoom);
    private final AsyncEventBus bus = new AsyncEventBus("bench", executor);

    GuavaPeer(Traffic traffic, List<Consumer<Ping>> ears) {
        traffic.untyped(ears).forEach(ear -> bus.register(new Subscriber(ear)));
    }

    private static void waitForRoom(Runnable delivery, ThreadPoolExecutor executor) {
        try {
            executor.getQueue().put(delivery);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void publish(Ping ping) {
        bus.post(ping);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    record Subscriber(Consumer<Ping> ear) {

        @Subscribe
        public void hear(Ping ping) {
            ear.accept(ping);
        }
    }
}
