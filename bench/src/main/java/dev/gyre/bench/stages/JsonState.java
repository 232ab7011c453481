package dev.gyre.bench.stages;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The workload of a benchmark of stage 2. */
@State(Scope.Benchmark)
public abstract class JsonState {

    /** The workload: what a call carries or an event. */
    @Param({"string argument", "mixed arguments", "person", "complex", "event simple", "event complex"})
    @SuppressWarnings("NullAway.Init") // set by JMH
    public String fixture;

    private @Nullable JsonWork work;

    /** Made by JMH. */
    protected JsonState() {}

    /**
     * Opens both codecs, which must agree.
     *
     * @throws IOException if a codec fails
     */
    @Setup
    public void compare() throws IOException {
        work = JsonWork.of(fixture);
        work.compare();
    }

    /** Ends the runtime. */
    @TearDown
    public void close() {
        work().close();
    }

    final JsonWork work() {
        return Objects.requireNonNull(work);
    }
}
