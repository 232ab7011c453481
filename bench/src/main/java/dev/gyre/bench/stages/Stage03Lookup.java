package dev.gyre.bench.stages;

import java.nio.charset.StandardCharsets;
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
 * Stage 3, the lookup alone: from a name to what is called. A name comes out of a frame, and then its hash is not known; a
 * constant's is, and is here for comparison.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class Stage03Lookup {

    private static final String NAME = "Service.processEvent";
    private static final byte[] BYTES = NAME.getBytes(StandardCharsets.ISO_8859_1);

    /** Where the name comes from. */
    @Param({"name from a frame", "constant name"})
    @SuppressWarnings("NullAway.Init") // set by JMH
    public String name;

    private final NaiveCalls calls = new NaiveCalls(new FixtureService());
    private boolean fresh;
    private @Nullable GyreRuntime runtime;

    /** Made by JMH. */
    public Stage03Lookup() {}

    /** Both find what is there, and nothing else. */
    @Setup
    public void compare() {
        fresh = name.equals("name from a frame");
        GyreRuntime opened = GyreRuntime.open(new FixtureService());
        runtime = opened;
        for (String known : new String[] {"Service.none", "Service.getUser", NAME}) {
            Objects.requireNonNull(calls.find(known), known);
            Objects.requireNonNull(opened.probe.find(known), known);
        }
        Require.that(calls.find("Service.other") == null, "unknown name: found (expected: not)");
        Require.that(opened.probe.find("Service.other") == null, "unknown name: found (expected: not)");
    }

    /** Ends the runtime. */
    @TearDown
    public void close() {
        Objects.requireNonNull(runtime).close();
    }

    private String name() {
        return fresh ? new String(BYTES, StandardCharsets.ISO_8859_1) : NAME;
    }

    /**
     * A map from name to method.
     *
     * @return the method
     */
    @Benchmark
    public Object naive() {
        return found(calls.find(name()));
    }

    /**
     * Gyre's table.
     *
     * @return the binding
     */
    @Benchmark
    public Object gyre() {
        return found(Objects.requireNonNull(runtime).probe.find(name()));
    }

    private static Object found(@Nullable Object what) {
        if (what == null) {
            throw new IllegalStateException(NAME + ": not found (expected: found)");
        }
        return what;
    }
}
