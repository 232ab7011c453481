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
 * Stage 10: events from publishers to every listener. An operation is one delivery; the clock stops when the last
 * listener has heard the last event. Publishers do not pace themselves: latencies are those of a full runtime.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(Stage10Events.DELIVERIES)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Threads(1)
@Fork(2)
public class Stage10Events {

    /** In a round: 80 events to 100 listeners or 8,000 to one. The naive arm needs up to a second for them. */
    static final int DELIVERIES = 8_000;

    /** Made by JMH. */
    public Stage10Events() {}

    /** What all arms are put through: each axis by itself, and all of them at their ends at once. */
    public static class Run extends EventRun {

        /** The shape of the traffic. */
        @Param({
            "1 listener / 0 hooks / 1 publisher",
            "10 listeners / 0 hooks / 1 publisher",
            "100 listeners / 0 hooks / 1 publisher",
            "10 listeners / 1 hook / 1 publisher",
            "10 listeners / 5 hooks / 1 publisher",
            "10 listeners / 10 hooks / 1 publisher",
            "10 listeners / 0 hooks / 4 publishers",
            "10 listeners / 0 hooks / 16 publishers",
            "100 listeners / 10 hooks / 16 publishers"
        })
        @SuppressWarnings("NullAway.Init") // set by JMH
        public String shape;

        /** Made by JMH. */
        public Run() {}

        @Override
        Shape shape() {
            return Shape.parse(shape);
        }

        @Override
        int events() {
            return DELIVERIES / shape().listeners();
        }
    }

    /**
     * A thread for each event and listener.
     *
     * @param run the traffic
     * @param counters the account
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void naive(Run run, EventCounters counters) throws InterruptedException {
        run.run(counters);
    }

    /**
     * Gyre's bus.
     *
     * @param run the traffic
     * @param counters the account
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void gyre(Run run, EventCounters counters) throws InterruptedException {
        run.run(counters);
    }

    /**
     * A virtual thread for each event and listener.
     *
     * @param run the traffic
     * @param counters the account
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void peerVirtualThreads(Run run, EventCounters counters) throws InterruptedException {
        run.run(counters);
    }

    /**
     * The JDK's publisher.
     *
     * @param run the traffic
     * @param counters the account
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void peerSubmissionPublisher(Run run, EventCounters counters) throws InterruptedException {
        run.run(counters);
    }
}
