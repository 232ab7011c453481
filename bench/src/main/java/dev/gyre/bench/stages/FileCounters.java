package dev.gyre.bench.stages;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What stands beside the time of stage 11: read by JMH after each iteration. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class FileCounters {

    private static final double ALL = 100;

    private double held;
    private long late;

    /** Made by JMH. */
    public FileCounters() {}

    void set(long heldNanos, long nanos, long lateReads) {
        held = ALL * heldNanos / nanos;
        late = lateReads;
    }

    /**
     * How long the event loop opened and read files itself.
     *
     * @return per cent of the time
     */
    public double loopHeldPercent() {
        return held;
    }

    /**
     * Reads of what was given up before.
     *
     * @return the count
     */
    public long readsAfterCancel() {
        return late;
    }
}
