package dev.gyre.bench.stages;

import dev.gyre.assets.SniffProbe;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Stage 7: one response whose type nobody declared, from its first buffer to its last. Each forgets the type of the one
 * before, and at the end as many were looked at as were sent, and every byte was passed on. Each thread has a connection of
 * its own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class Stage07Sniffing {

    /** What is sent; numbers are bytes of a buffer. */
    @Param({"small", "medium", "large", "chunks of 4096", "page in chunks of 29", "headers"})
    @SuppressWarnings("NullAway.Init") // set by JMH
    public String load;

    private final NaiveSniffer naive = new NaiveSniffer();
    private final SniffProbe probe = new SniffProbe();
    private ByteBuffer[][] responses = {};
    private long bytes;
    private long sent;
    private int next;

    /** Made by JMH. */
    public Stage07Sniffing() {}

    /** The arms find the same. */
    @Setup
    public void compare() {
        SniffLoad parsed = SniffLoad.parse(load);
        responses = parsed.responses.toArray(ByteBuffer[][]::new);
        bytes = parsed.bytes();
        for (int i = 0; i < responses.length; i++) {
            String expected = naive.respond(turn());
            next = i;
            sent--;
            Require.same("type of " + load, expected, probe.respond(turn()));
            sent--;
        }
    }

    /** Each response was looked at once, and went on whole. */
    @TearDown
    public void requireRun() {
        int compared = responses.length;
        Require.that(sent > 0, "responses: none (expected: some)");
        Require.same("sniffed", sent, naive.sniffed() + probe.sniffed() - 2L * compared);
        long left = sent % compared == 0 ? 0 : bytesOf((int) (sent % compared));
        Require.same("bytes passed on", sent / compared * bytes + left, naive.bytes() + probe.bytes() - 2 * bytes);
    }

    private long bytesOf(int first) {
        long sum = 0;
        for (int i = 0; i < first; i++) {
            for (ByteBuffer part : responses[i]) {
                sum += part.capacity();
            }
        }
        return sum;
    }

    private ByteBuffer[] turn() {
        sent++;
        ByteBuffer[] parts = responses[next];
        next = next + 1 == responses.length ? 0 : next + 1;
        for (ByteBuffer part : parts) {
            part.clear();
        }
        return parts;
    }

    /**
     * A new array and a scan.
     *
     * @return the type
     */
    @Benchmark
    public String naive() {
        return naive.respond(turn());
    }

    /**
     * Gyre: one array a connection, and buffers that hold the prefix pass uncopied.
     *
     * @return the type
     */
    @Benchmark
    public String gyre() {
        return probe.respond(turn());
    }
}
