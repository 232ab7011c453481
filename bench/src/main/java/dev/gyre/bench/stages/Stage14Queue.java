package dev.gyre.bench.stages;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * Stage 14, the queue of a mailbox by itself. An operation is one event, put in and taken out again. All arms are driven by
 * the same loop, which never blocks, and each event must come out in its turn.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(Stage14Queue.EVENTS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Threads(1)
@Fork(2)
public class Stage14Queue {

    /** In a round: ten bursts. */
    static final int EVENTS = 100_000;

    /** Made by JMH. */
    public Stage14Queue() {}

    /** A queue for the length of a trial. */
    @State(Scope.Benchmark)
    public static class Run {

        /** What it is put through. */
        @Param({"steady depth 40", "oscillation 101 / 100", "burst 10000 and drain", "1 producer / 1 consumer"})
        @SuppressWarnings("NullAway.Init") // set by JMH
        public String workload;

        private @Nullable QueueWorkload parsed;
        private @Nullable QueueRun run;

        /** Made by JMH. */
        public Run() {}

        /**
         * Fills the queue to the depth at which it stays.
         *
         * @param params name the benchmark
         */
        @Setup
        public void open(BenchmarkParams params) {
            QueueWorkload work = QueueWorkload.parse(workload);
            QueueRun opened = new QueueRun(QueueArms.of(BenchmarkName.method(params), work.capacity));
            opened.put(work.depth);
            parsed = work;
            run = opened;
        }

        void run() throws InterruptedException {
            Objects.requireNonNull(parsed).run(Objects.requireNonNull(run), EVENTS);
        }

        /** Ends the producer. */
        @TearDown
        public void close() {
            Objects.requireNonNull(run).close();
        }
    }

    /**
     * {@link java.util.concurrent.LinkedBlockingQueue}.
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
     * The queue of Gyre's mailboxes.
     *
     * @param run the traffic
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void gyre(Run run) throws InterruptedException {
        run.run();
    }
}
