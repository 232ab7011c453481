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
 * Stage 9: who runs the listeners. An operation is one delivery; what counts is how many threads were started for them,
 * counted by the JVM from the first publication of a round to its last delivery. Rounds are short, since a thread for each
 * event and listener takes long; in the same time Gyre delivers a million events and more.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(Stage09Workers.DELIVERIES)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Threads(1)
@Fork(2)
public class Stage09Workers {

    /** In a round: 80 events to 100 listeners or 8,000 to one. The naive arm needs up to a second for them. */
    static final int DELIVERIES = 8_000;

    /** Made by JMH. */
    public Stage09Workers() {}

    /** Listeners and a publisher. */
    public static class Run extends EventRun {

        /** The shape of the traffic. */
        @Param({
            "1 listener / 0 hooks / 1 publisher",
            "10 listeners / 0 hooks / 1 publisher",
            "100 listeners / 0 hooks / 1 publisher"
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
     * A virtual thread for each event and listener. Only the platform threads that carry them are counted.
     *
     * @param run the traffic
     * @param counters the account
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void peerVirtualThreads(Run run, EventCounters counters) throws InterruptedException {
        run.run(counters);
    }
}
