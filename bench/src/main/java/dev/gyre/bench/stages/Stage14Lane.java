package dev.gyre.bench.stages;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Stage 14, the ring between threads: events from publishers through a lane of the bus to its one subscriber, against a
 * queue and a thread that takes from it. An operation is one event, published and heard.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(Stage14Lane.EVENTS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Threads(1)
@Fork(2)
public class Stage14Lane {

    /** In a round. */
    static final int EVENTS = 100_000;

    /** Made by JMH. */
    public Stage14Lane() {}

    /** Who publishes to whom. */
    public static class Run extends VolleyRun {

        /** The traffic. */
        @Param({"1 publisher / 1 subscriber", "4 publishers / 1 subscriber"})
        @SuppressWarnings("NullAway.Init") // set by JMH
        public String traffic;

        /** Made by JMH. */
        public Run() {}

        @Override
        Traffic traffic() {
            return Traffic.parse(traffic);
        }

        @Override
        int events() {
            return EVENTS;
        }
    }

    /**
     * {@link java.util.concurrent.LinkedBlockingQueue}, as large as a lane.
     *
     * @param run the traffic
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void naive(Run run) throws InterruptedException {
        run.run();
    }

    /**
     * A ring that doubles and halves, under a lock.
     *
     * @param run the traffic
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void naiveHalvingRing(Run run) throws InterruptedException {
        run.run();
    }

    /**
     * The bus: a lane's ring, a worker, the dispatch to the subscriber.
     *
     * @param run the traffic
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void gyre(Run run) throws InterruptedException {
        run.run();
    }
}
