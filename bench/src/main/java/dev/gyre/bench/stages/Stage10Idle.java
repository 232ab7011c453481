package dev.gyre.bench.stages;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * Stage 10, idle: what the threads of an open bus with default options cost while nothing is published. An operation is
 * two seconds of nothing; what counts stands beside it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 3, time = 1)
@Threads(1)
@Fork(1)
public class Stage10Idle {

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** What Gyre's threads are called. */
    private static final String OURS = "gyre-";

    /** Made by JMH. */
    public Stage10Idle() {}

    /** An open bus that has delivered an event and has nothing more to do. */
    @State(Scope.Benchmark)
    public static class Idle {

        /** What is published. */
        @Param("nothing published")
        @SuppressWarnings("NullAway.Init") // set by JMH
        public String traffic;

        private final Volley once = new Volley(new Traffic(1, 1, 1), 1, GyrePeer::new);

        /** Made by JMH. */
        public Idle() {}

        /**
         * Delivers an event, so that all that is started on demand has started.
         *
         * @throws InterruptedException if interrupted
         */
        @Setup
        public void open() throws InterruptedException {
            once.run();
        }

        /** Closes the bus. */
        @TearDown
        public void close() {
            once.close();
        }
    }

    /** The share of a core: read by JMH after each iteration. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cpu {

        private double percent = Double.NaN;

        /** Made by JMH. */
        public Cpu() {}

        /**
         * CPU time of Gyre's threads over the time that passed.
         *
         * @return per cent of one core
         */
        public double cpuPercent() {
            return percent;
        }
    }

    /**
     * Two seconds of nothing.
     *
     * @param idle the bus
     * @param cpu the account
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void gyre(Idle idle, Cpu cpu) throws InterruptedException {
        List<Thread> ours = ThreadTimes.named(OURS);
        Require.that(!ours.isEmpty(), "threads named " + OURS + ": none (expected: one at least)");
        long start = System.nanoTime();
        long before = ThreadTimes.cpuNanos(ours);
        TimeUnit.NANOSECONDS.sleep(IDLE_NANOS);
        long used = ThreadTimes.cpuNanos(ours) - before;
        cpu.percent = 100.0 * used / (System.nanoTime() - start);
    }
}
