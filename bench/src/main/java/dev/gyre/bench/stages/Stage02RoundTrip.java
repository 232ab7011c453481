package dev.gyre.bench.stages;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Stage 2, both ways: what came from a page is read, and written back to it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class Stage02RoundTrip extends JsonState {

    /** Made by JMH. */
    public Stage02RoundTrip() {}

    /**
     * A shared mapper, by way of a string or of a tree.
     *
     * @return the frame
     * @throws IOException if the codec fails
     */
    @Benchmark
    public byte[] naive() throws IOException {
        JsonWork work = work();
        return work.naive.encode(work.naive.decode(work.fromPage));
    }

    /**
     * The frame codec.
     *
     * @return the frame
     * @throws IOException if the codec fails
     */
    @Benchmark
    public byte[] gyre() throws IOException {
        JsonWork work = work();
        return work.gyre.encode(work.gyre.decode(work.fromPage));
    }
}
