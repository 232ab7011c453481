package dev.gyre.bench.stages;

import dev.gyre.event.IdSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Stage 1: ids from one source, taken by one thread and by many. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Stage01Ids {

    private static final int COMPARED = 10_000;

    private final SynchronizedIds locked = new SynchronizedIds();
    private final IdSource atomic = IdSource.create();
    private final BlockIds blocks = new BlockIds();

    /** Made by JMH. */
    public Stage01Ids() {}

    /** All three count 1, 2, 3, ... when one thread asks. */
    @Setup
    public void compare() {
        for (int i = 1; i <= COMPARED; i++) {
            Require.same("synchronized counter", (long) i, locked.next());
            Require.same("id source", (long) i, atomic.next());
            Require.same("id blocks", (long) i, blocks.next());
        }
    }

    /** One of the three went on from there: the measured path ran. */
    @TearDown
    public void requireRun() {
        long given = locked.next() + atomic.next() + blocks.next();
        Require.that(given > 3 * (COMPARED + 1), "ids given out: none (expected: some)");
    }

    /**
     * A counter under a lock.
     *
     * @return the id
     */
    @Benchmark
    public long naive() {
        return locked.next();
    }

    /**
     * Gyre's source of ids.
     *
     * @return the id
     */
    @Benchmark
    public long gyre() {
        return atomic.next();
    }

    /**
     * Gyre's source of ids, asked for a block at a time.
     *
     * @return the id
     */
    @Benchmark
    public long gyreBlocks() {
        return blocks.next();
    }
}
