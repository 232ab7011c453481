package dev.gyre.bench.stages;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Stage 20, events: 1,000 of 256 bytes to each of some windows, from the first publication until the last of them has heard
 * the last. One more window is always there and never waited for: in some cases its page takes 50 ms over one message, once in
 * a run. Each page parses what it gets.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 20)
@Measurement(iterations = 10)
@Fork(2)
public class Stage20FanOut {

    /** The neighbour that is as fast as the others. */
    static final String NONE = "none";

    /** Windows that are waited for. */
    @Param({"1", "4", "16", "64"})
    public int windows;

    /** What the window beside them does. */
    @Param({NONE, "a window of 50 ms"})
    @SuppressWarnings("NullAway.Init") // set by JMH
    public String slow;

    private @Nullable FanOut arm;
    private long heardBefore;
    private long encodedBefore;

    /** Made by JMH. */
    public Stage20FanOut() {}

    /**
     * Opens the windows of one arm, whose threads are then alone. In either arm pages hear the same bytes.
     *
     * @param params tell the arm
     */
    @Setup
    public void open(BenchmarkParams params) {
        compare();
        open(BenchmarkName.method(params));
    }

    void open(String method) {
        arm = switch (method) {
            case "naive" -> new NaiveFanOut(windows, true);
            case "naivePosting" -> new NaiveFanOut(windows, false);
            default -> new GyreFanOut(windows);
        };
    }

    static void compare() {
        FanOut.Numbered event = FanOut.event(0);
        byte[] naive = FanOut.frame(new ObjectMapper(), event);
        try (GyreFanOut gyre = new GyreFanOut(1)) {
            Require.same(
                    "frame",
                    new String(naive, StandardCharsets.UTF_8),
                    new String(gyre.frame(event), StandardCharsets.UTF_8));
        }
        int around = "[10,,]".length() + TestEvent.NAME.length() + 2;
        Require.same("bytes of payload", (long) FanOut.BYTES, naive.length - around);
    }

    /** Tells the neighbour how to be. */
    @Setup(Level.Invocation)
    public void begin() {
        FanOut opened = opened();
        heardBefore = opened.neighbour.heard();
        encodedBefore = opened.encodings();
        if (!slow.equals(NONE)) {
            opened.neighbour.beSlow();
        }
    }

    /** The neighbour has heard all, too, if late; nothing was lost; and every event was encoded as often as it should be. */
    @TearDown(Level.Invocation)
    public void requireRun() {
        FanOut opened = opened();
        opened.neighbour.awaitHeard(heardBefore + FanOut.EVENTS);
        long times = opened instanceof NaiveFanOut ? windows + 1L : 1L;
        Require.same("encodings", times * FanOut.EVENTS, opened.encodings() - encodedBefore);
        Require.same("dropped", 0L, opened.drops());
    }

    /** Closes the windows. */
    @TearDown
    public void close() {
        opened().close();
    }

    /** Serialised for each window, handed to the UI thread and waited for. */
    @Benchmark
    public void naive() {
        opened().run();
    }

    /** The same without waiting. */
    @Benchmark
    public void naivePosting() {
        opened().run();
    }

    /** Encoded once, with a queue for each window. */
    @Benchmark
    public void gyre() {
        opened().run();
    }

    FanOut opened() {
        FanOut opened = arm;
        if (opened == null) {
            throw new IllegalStateException("windows: none (expected: they were opened)");
        }
        return opened;
    }
}
