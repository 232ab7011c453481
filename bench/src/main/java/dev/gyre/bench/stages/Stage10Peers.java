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
 * Stage 10, peers: the raw ring and other event buses under the same traffic. An operation is one event; the clock stops
 * when every subscriber has heard all of them. Publishers publish as fast as the bus takes events, subscribers only add
 * and count.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(Stage10Peers.EVENTS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Threads(1)
@Fork(2)
public class Stage10Peers {

    /** In a round. The slowest bus needs up to a second for them with ten subscribers on two cores. */
    static final int EVENTS = 100_000;

    /** Made by JMH. */
    public Stage10Peers() {}

    /** Who publishes to whom. */
    public static class Run extends VolleyRun {

        /** The traffic. */
        @Param({
            "1 publisher / 1 subscriber",
            "1 publisher / 3 subscribers",
            "1 publisher / 10 subscribers",
            "2 publishers / 1 subscriber",
            "2 publishers / 3 subscribers",
            "2 publishers / 10 subscribers",
            "1 publisher / 100 types",
            "2 publishers / 100 types"
        })
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
     * Gyre's bus.
     *
     * @param run the traffic
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void gyre(Run run) throws InterruptedException {
        run.run();
    }

    /**
     * The raw ring; its readers spin and yield.
     *
     * @param run the traffic
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void peerDisruptorYielding(Run run) throws InterruptedException {
        run.run();
    }

    /**
     * The raw ring; its readers spin.
     *
     * @param run the traffic
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void peerDisruptorBusySpin(Run run) throws InterruptedException {
        run.run();
    }

    /**
     * The raw ring; its readers wait on a condition, as is its default.
     *
     * @param run the traffic
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void peerDisruptorBlocking(Run run) throws InterruptedException {
        run.run();
    }

    /**
     * The raw ring made to promise what a lane does: many publishers, and slots that are emptied; its readers spin and
     * yield.
     *
     * @param run the traffic
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void peerDisruptorPromising(Run run) throws InterruptedException {
        run.run();
    }

    /**
     * Reactor's multicast sink.
     *
     * @param run the traffic
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void peerReactor(Run run) throws InterruptedException {
        run.run();
    }

    /**
     * The JDK's publisher.
     *
     * @param run the traffic
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void peerSubmissionPublisher(Run run) throws InterruptedException {
        run.run();
    }

    /**
     * Guava's asynchronous event bus.
     *
     * @param run the traffic
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void peerGuavaAsync(Run run) throws InterruptedException {
        run.run();
    }

    /**
     * Greenrobot's event bus, synchronous.
     *
     * @param run the traffic
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void peerGreenrobot(Run run) throws InterruptedException {
        run.run();
    }

    /**
     * MBassador, synchronous.
     *
     * @param run the traffic
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void peerMBassador(Run run) throws InterruptedException {
        run.run();
    }

    /**
     * Vert.x's local event bus.
     *
     * @param run the traffic
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    public void peerVertx(Run run) throws InterruptedException {
        run.run();
    }
}
