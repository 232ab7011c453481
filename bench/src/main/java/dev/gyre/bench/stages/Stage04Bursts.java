package dev.gyre.bench.stages;

import dev.gyre.event.Delivery;
import dev.gyre.event.EventBus;
import dev.gyre.event.EventType;
import dev.gyre.event.Lane;
import dev.gyre.event.Subscription;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Stage 4: how long bursts hold up the thread that offers them, which in an application is the user interface's. The naive
 * arm puts into a queue of five with one reader, and waits while it is full. Gyre's offers to a lane of 1,024 and never
 * waits; what the lane does not take is refused and counted, and a flood that only matters as it is now is coalesced by
 * its subscriber ({@code gyreCoalescing}). An operation is one burst, offered and consumed; the stall of each single offer
 * is what counts. The next burst begins when all of this one was consumed.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Threads(1)
@Fork(1)
public class Stage04Bursts {

    /** A stall longer than this is a put that found the queue full, or an offer that was descheduled. */
    private static final long LONGEST_STALL = TimeUnit.MINUTES.toNanos(1);

    private static final int SMALL_QUEUE = 5;

    /** Made by JMH. */
    public Stage04Bursts() {}

    /** What all arms are put through. */
    @State(Scope.Benchmark)
    public static class Burst {

        /** Offers in a burst. */
        @Param({"10", "100", "1000", "10000"})
        public int burst;

        /** What the consumer does with each, in microseconds. */
        @Param({"0", "1", "10"})
        public int costMicros;

        private final Histogram stalls = new Histogram(LONGEST_STALL, 2);
        private final AtomicLong consumed = new AtomicLong();
        private long offers;
        private long blocked;
        private long refused;
        private long coalesced;

        /** Made by JMH. */
        public Burst() {}

        /** Begins a new account. */
        @Setup(Level.Iteration)
        public void reset() {
            stalls.reset();
            offers = 0;
            blocked = 0;
            refused = 0;
            coalesced = 0;
        }

        void consume() {
            long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(costMicros);
            while (costMicros > 0 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            consumed.incrementAndGet();
        }

        void note(long began) {
            stalls.recordValue(Math.min(System.nanoTime() - began, LONGEST_STALL));
            offers++;
        }

        void awaitConsumed(long count) {
            while (consumed.get() < count) {
                Thread.onSpinWait();
            }
            consumed.set(0);
        }
    }

    /** What stands beside the time of a burst: read by JMH after each iteration. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Stalls {

        private Burst account = new Burst();

        /** Made by JMH. */
        public Stalls() {}

        /**
         * Offers that found no room and waited.
         *
         * @return per cent of all
         */
        public double blockedPercent() {
            return 100.0 * account.blocked / account.offers;
        }

        /**
         * Median stall of the offering thread.
         *
         * @return microseconds
         */
        public double stallP50Micros() {
            return account.stalls.getValueAtPercentile(50) / 1e3;
        }

        /**
         * 99th percentile of the stall.
         *
         * @return microseconds
         */
        public double stallP99Micros() {
            return account.stalls.getValueAtPercentile(99) / 1e3;
        }

        /**
         * The longest stall.
         *
         * @return microseconds
         */
        public double stallMaxMicros() {
            return account.stalls.getMaxValue() / 1e3;
        }

        /**
         * Offers that were refused, and counted by the lane.
         *
         * @return per cent of all
         */
        public double refusedPercent() {
            return 100.0 * account.refused / account.offers;
        }

        /**
         * Events that a newer one replaced, and counted by the subscription.
         *
         * @return per cent of all
         */
        public double coalescedPercent() {
            return 100.0 * account.coalesced / account.offers;
        }
    }

    /** A queue of five and its reader. */
    @State(Scope.Benchmark)
    public static class Queue {

        private final ArrayBlockingQueue<TestEvent> queue = new ArrayBlockingQueue<>(SMALL_QUEUE);
        private Thread reader = new Thread();

        /** Made by JMH. */
        public Queue() {}

        /**
         * Starts the reader.
         *
         * @param burst what is read
         */
        @Setup
        public void open(Burst burst) {
            reader = new Thread(() -> read(burst), "bench-reader");
            reader.start();
        }

        private void read(Burst burst) {
            try {
                while (true) {
                    queue.take();
                    burst.consume();
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }

        /**
         * Ends the reader.
         *
         * @throws InterruptedException if interrupted
         */
        @TearDown
        public void close() throws InterruptedException {
            reader.interrupt();
            reader.join();
        }
    }

    /** A bus with one subscriber, and one that coalesces on an executor of its own. */
    @State(Scope.Benchmark)
    public static class Bus {

        private static final EventType<TestEvent> PLAIN = EventType.of("burst.plain", TestEvent.class);
        private static final EventType<TestEvent> FLOOD = EventType.of("burst.flood", TestEvent.class);

        private final EventBus bus = EventBus.create();
        private final ExecutorService executor =
                Executors.newSingleThreadExecutor(task -> new Thread(task, "bench-listener"));

        /** Made by JMH. */
        public Bus() {}

        /**
         * Subscribes.
         *
         * @param burst what is heard
         */
        @Setup
        public void open(Burst burst) {
            bus.on(PLAIN, event -> burst.consume());
        }

        /** Ends all threads. */
        @TearDown
        public void close() {
            bus.close();
            executor.shutdownNow();
        }

        Lane lane() {
            return bus.lanes().get(1);
        }

        /** A burst of offers, each of them timed. Returns how many were accepted. */
        long offer(EventType<TestEvent> type, Burst burst) {
            long accepted = 0;
            for (int i = 0; i < burst.burst; i++) {
                long began = System.nanoTime();
                TestEvent event = new TestEvent(i, began, EventData.COMPLEX);
                accepted += bus.tryPublish(type, event).isAccepted() ? 1 : 0;
                burst.note(began);
            }
            return accepted;
        }
    }

    /**
     * Puts, and waits while the queue is full.
     *
     * @param queue the queue
     * @param burst the burst
     * @param stalls the account
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void naive(Queue queue, Burst burst, Stalls stalls) throws InterruptedException {
        stalls.account = burst;
        for (int i = 0; i < burst.burst; i++) {
            long began = System.nanoTime();
            TestEvent event = new TestEvent(i, began, EventData.COMPLEX);
            if (!queue.queue.offer(event)) {
                burst.blocked++;
                queue.queue.put(event);
            }
            burst.note(began);
        }
        burst.awaitConsumed(burst.burst);
    }

    /**
     * Offers and never waits.
     *
     * @param bus the bus
     * @param burst the burst
     * @param stalls the account
     */
    @Benchmark
    public void gyre(Bus bus, Burst burst, Stalls stalls) {
        stalls.account = burst;
        long refusedBefore = bus.lane().rejected();
        long accepted = bus.offer(Bus.PLAIN, burst);
        burst.awaitConsumed(accepted);
        long refused = bus.lane().rejected() - refusedBefore;
        Require.same("refused, as the lane counts", burst.burst - accepted, refused);
        burst.refused += refused;
    }

    /**
     * Offers a flood whose subscriber only wants the newest: the lane is emptied at once, and the consumer is called with
     * what is there when it is ready.
     *
     * @param bus the bus
     * @param burst the burst
     * @param stalls the account
     */
    @Benchmark
    public void gyreCoalescing(Bus bus, Burst burst, Stalls stalls) {
        stalls.account = burst;
        Delivery newest = Delivery.on(bus.executor).coalesce(TestEvent.class, event -> 0);
        try (Subscription flood = bus.bus.on(Bus.FLOOD, newest, event -> burst.consume())) {
            long accepted = bus.offer(Bus.FLOOD, burst);
            while (flood.delivered() + flood.coalesced() < accepted) {
                Thread.onSpinWait();
            }
            burst.refused += burst.burst - accepted;
            burst.coalesced += flood.coalesced();
            burst.consumed.set(0);
        }
    }
}
