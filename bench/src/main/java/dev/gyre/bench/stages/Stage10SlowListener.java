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
 * Stage 10, isolation: ten listeners, one of which takes 10 ms for each event. An operation is one delivery to one of the
 * nine others, and the clock stops when the last of these has heard the last event; the slow one gets its own in peace
 * before the next round, so that it need drop none.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(Stage10SlowListener.EVENTS * Stage10SlowListener.NEIGHBOURS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Threads(1)
@Fork(2)
public class Stage10SlowListener {

    /** In a round: the slow listener needs a third of a second for them, outside the measured time. */
    static final int EVENTS = 32;

    static final int NEIGHBOURS = 9;

    /**
     * The length of JMH's warm-up holds a dozen rounds. These publish 10,000 events, twice what the compiler waits for; the
     * naive arm takes some seconds for them.
     */
    private static final int WARM_UP_ROUNDS = 320;

    /** Made by JMH. */
    public Stage10SlowListener() {}

    /** Nine listeners and a slow one. */
    public static class Run extends EventRun {

        /** What is slow. */
        @Param("one 10 ms listener among 10")
        @SuppressWarnings("NullAway.Init") // set by JMH
        public String among;

        /** Made by JMH. */
        public Run() {}

        @Override
        Shape shape() {
            return new Shape(NEIGHBOURS, 0, 1);
        }

        @Override
        int events() {
            return EVENTS;
        }

        @Override
        int slowListeners() {
            return 1;
        }

        @Override
        int warmUpRounds() {
            return WARM_UP_ROUNDS;
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
     * Gyre's bus, the slow listener on an executor of its own.
     *
     * @param run the traffic
     * @param counters the account
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void gyre(Run run, EventCounters counters) throws InterruptedException {
        run.run(counters);
    }
}
