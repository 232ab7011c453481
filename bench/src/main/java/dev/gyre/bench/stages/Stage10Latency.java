package dev.gyre.bench.stages;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Stage 10, latency: one publisher at a steady pace far below what the bus can take, one subscriber. What counts are the
 * percentiles beside the score; the score only shows that the pace was kept.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(Stage10Latency.EVENTS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Threads(1)
@Fork(2)
public class Stage10Latency {

    /** In a round: half a second at the slow pace. */
    static final int EVENTS = 5_000;

    /** Made by JMH. */
    public Stage10Latency() {}

    /** A bus with a publisher that keeps a pace, for the length of a trial. */
    @State(Scope.Benchmark)
    public static class Run {

        /** Events published each second. */
        @Param({"10000 events/s", "100000 events/s"})
        @SuppressWarnings("NullAway.Init") // set by JMH
        public String pace;

        private @Nullable PacedRun run;

        /** Made by JMH. */
        public Run() {}

        /**
         * Opens the bus.
         *
         * @param params name the benchmark
         */
        @Setup
        public void open(BenchmarkParams params) {
            int eventsPerSecond = Integer.parseInt(pace.substring(0, pace.indexOf(' ')));
            run = new PacedRun(eventsPerSecond, EVENTS, PeerArms.of(BenchmarkName.method(params)));
        }

        /** Begins a new account. */
        @Setup(Level.Iteration)
        public void reset() {
            opened().reset();
        }

        void run(LatencyCounters counters) throws InterruptedException {
            counters.attach(opened());
            opened().run();
        }

        private PacedRun opened() {
            PacedRun opened = run;
            if (opened == null) {
                throw new IllegalStateException("run: none (expected: opened)");
            }
            return opened;
        }

        /** Ends all threads. */
        @TearDown
        public void close() {
            opened().close();
        }
    }

    /**
     * Gyre's bus.
     *
     * @param run the pace
     * @param counters the account
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void gyre(Run run, LatencyCounters counters) throws InterruptedException {
        run.run(counters);
    }

    /**
     * The raw ring; its reader spins and yields.
     *
     * @param run the pace
     * @param counters the account
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void peerDisruptorYielding(Run run, LatencyCounters counters) throws InterruptedException {
        run.run(counters);
    }

    /**
     * The raw ring; its reader waits on a condition, as is its default.
     *
     * @param run the pace
     * @param counters the account
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void peerDisruptorBlocking(Run run, LatencyCounters counters) throws InterruptedException {
        run.run(counters);
    }

    /**
     * Reactor's multicast sink.
     *
     * @param run the pace
     * @param counters the account
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void peerReactor(Run run, LatencyCounters counters) throws InterruptedException {
        run.run(counters);
    }

    /**
     * The JDK's publisher.
     *
     * @param run the pace
     * @param counters the account
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void peerSubmissionPublisher(Run run, LatencyCounters counters) throws InterruptedException {
        run.run(counters);
    }
}
