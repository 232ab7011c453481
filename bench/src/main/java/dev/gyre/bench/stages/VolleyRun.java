package dev.gyre.bench.stages;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/** A bus under traffic, for the length of a trial. The bus is the one that the benchmark is named after. */
@State(Scope.Benchmark)
public abstract class VolleyRun {

    private @Nullable Volley volley;

    /** Made by JMH. */
    protected VolleyRun() {}

    abstract Traffic traffic();

    abstract int events();

    /**
     * Opens the bus. There is no comparison here: every volley is checked.
     *
     * @param params name the benchmark
     */
    @Setup
    public void open(BenchmarkParams params) {
        volley = new Volley(traffic(), events(), PeerArms.of(BenchmarkName.method(params)));
    }

    void run() throws InterruptedException {
        volley().run();
    }

    private Volley volley() {
        Volley opened = volley;
        if (opened == null) {
            throw new IllegalStateException("volley: none (expected: opened)");
        }
        return opened;
    }

    /** Ends all threads. */
    @TearDown
    public void close() {
        volley().close();
    }
}
