package dev.gyre.bench.stages;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gyre.ipc.CallException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * Stage 3, the whole invocation: from the bytes of a call frame by way of its name and arguments to what the method
 * returned, on one thread. A call that does not fit ends with the kind of its refusal in both arms.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class Stage03Invocation {

    /** What is called. */
    @Param({
        "0 arguments",
        "string argument",
        "mixed arguments",
        "person",
        "complex",
        "variadic",
        "wrong count",
        "wrong type"
    })
    @SuppressWarnings("NullAway.Init") // set by JMH
    public String call;

    private final FixtureService naiveService = new FixtureService();
    private final FixtureService gyreService = new FixtureService();
    private final NaiveCalls calls = new NaiveCalls(naiveService);
    private byte[] frame = {};
    private boolean refused;
    private @Nullable GyreRuntime runtime;

    /** Made by JMH. */
    public Stage03Invocation() {}

    /**
     * Both arms come to the same result.
     *
     * @throws IOException if the frame cannot be read
     */
    @Setup
    public void compare() throws IOException {
        runtime = GyreRuntime.open(gyreService);
        frame = CallFixture.labelled(call).frame();
        Object result = naive();
        refused = result.equals(NaiveCalls.BAD_ARGUMENT);
        Require.same("result", result, gyre());
        Require.that(refused == call.startsWith("wrong"), "refused: " + refused + " (expected: " + !refused + ")");
    }

    /** The methods were called, unless the calls did not fit, and then they were not. */
    @TearDown
    public void requireRun() {
        Objects.requireNonNull(runtime).close();
        long called = naiveService.calls() + gyreService.calls();
        Require.that(refused ? called == 0 : called > 2, "calls: " + called + " (expected: none iff refused)");
    }

    /**
     * Tree, map and {@code Method.invoke}.
     *
     * @return the result
     * @throws IOException if the frame cannot be read
     */
    @Benchmark
    public Object naive() throws IOException {
        try {
            return calls.invoke(frame);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return NaiveCalls.BAD_ARGUMENT;
        }
    }

    /**
     * Gyre's table, readers and handles.
     *
     * @return the result
     * @throws IOException if the frame cannot be read
     */
    @Benchmark
    public Object gyre() throws IOException {
        try {
            return Objects.requireNonNull(Objects.requireNonNull(runtime).probe.invoke(frame));
        } catch (CallException e) {
            return e.kind();
        }
    }
}
