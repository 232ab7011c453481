package dev.gyre.bench.stages;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Percentiles of the time from publication to delivery: read by JMH after each iteration. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class LatencyCounters {

    private @Nullable PacedRun run;

    /** Made by JMH. */
    public LatencyCounters() {}

    void attach(PacedRun measured) {
        run = measured;
    }

    private double micros(double percentile) {
        PacedRun measured = run;
        if (measured == null) {
            throw new IllegalStateException("run: none (expected: one was run)");
        }
        return measured.micros(percentile);
    }

    /**
     * The median.
     *
     * @return microseconds
     */
    public double deliveryP50Micros() {
        return micros(50);
    }

    /**
     * The 99th percentile.
     *
     * @return microseconds
     */
    public double deliveryP99Micros() {
        return micros(99);
    }

    /**
     * The 99.9th percentile.
     *
     * @return microseconds
     */
    public double deliveryP999Micros() {
        return micros(99.9);
    }
}
