package dev.gyre.bench.stages;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/** One arm under one shape of traffic, for the length of a trial. The arm is the one that the benchmark is named after. */
@State(Scope.Thread)
public abstract class EventRun {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private @Nullable Round round;

    /** Slow listeners do not pause until the arm is warm. Written by the thread that runs the rounds, read by them. */
    private volatile boolean pausing;

    /** Made by JMH. */
    protected EventRun() {}

    abstract Shape shape();

    abstract int events();

    /** How many listeners, beside those of the shape, take 10 ms for each event. */
    int slowListeners() {
        return 0;
    }

    /**
     * Rounds before JMH's own warm-up, in which slow listeners are not slow: for traffic that is so thin in time that JMH
     * would measure interpreted code.
     */
    int warmUpRounds() {
        return 0;
    }

    /**
     * Runs one short round of the naive arm and of this one; each must deliver every event to every listener.
     *
     * @param params name the benchmark
     * @throws InterruptedException if interrupted
     */
    @Setup
    public void open(BenchmarkParams params) throws InterruptedException {
        requireDelivery(ThreadPerDelivery.platform());
        requireDelivery(EventArms.of(params));
        round = newRound(EventArms.of(params), events());
        warmUp(round);
    }

    private void warmUp(Round opened) throws InterruptedException {
        for (int i = 0; i < warmUpRounds(); i++) {
            opened.prepare();
            opened.run();
            opened.judge();
        }
        pausing = true;
    }

    private void requireDelivery(EventArm any) throws InterruptedException {
        try (Round once = newRound(any, shape().publishers())) {
            once.prepare();
            once.run();
            once.judge();
            Require.same("drops", 0L, once.drops());
        }
    }

    private Round newRound(EventArm measured, int events) {
        List<Runnable> pauses = Collections.nCopies(slowListeners(), this::pause);
        return new Round(measured, shape(), events, pauses);
    }

    private void pause() {
        if (!pausing) {
            return;
        }
        long end = System.nanoTime() + PAUSE_NANOS;
        for (long left = PAUSE_NANOS; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Begins a new account. */
    @Setup(Level.Iteration)
    public void resetAccount() {
        round().resetAccount();
    }

    /** Empties the record. A round takes a millisecond and more, so that the cost of this level does not show. */
    @Setup(Level.Invocation)
    public void prepare() {
        round().prepare();
    }

    /**
     * Judges the round.
     *
     * @throws InterruptedException if interrupted
     */
    @TearDown(Level.Invocation)
    public void judge() throws InterruptedException {
        round().judge();
    }

    /** Ends all threads. */
    @TearDown
    public void close() {
        round().close();
    }

    void run(EventCounters counters) throws InterruptedException {
        counters.attach(round());
        round().run();
    }

    private Round round() {
        Round opened = round;
        if (opened == null) {
            throw new IllegalStateException("round: none (expected: opened)");
        }
        return opened;
    }
}
