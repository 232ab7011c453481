package dev.gyre.bench.stages;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What stands beside the throughput of events: read by JMH after each iteration. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class EventCounters {

    private @Nullable Round round;

    /** Made by JMH. */
    public EventCounters() {}

    void attach(Round measured) {
        round = measured;
    }

    private Round round() {
        Round measured = round;
        if (measured == null) {
            throw new IllegalStateException("round: none (expected: one was run)");
        }
        return measured;
    }

    /**
     * Median of the time from publication to delivery.
     *
     * @return microseconds
     */
    public double deliveryP50Micros() {
        return round().deliveryMicros(50);
    }

    /**
     * 99th percentile of the time from publication to delivery.
     *
     * @return microseconds
     */
    public double deliveryP99Micros() {
        return round().deliveryMicros(99);
    }

    /**
     * How long publishing took for each event, delivery apart.
     *
     * @return nanoseconds
     */
    public double publishReturnNanos() {
        return round().publishReturnNanos();
    }

    /**
     * Events that overtook an earlier one of the same publisher.
     *
     * @return the count
     */
    public long orderViolations() {
        return round().orderViolations();
    }

    /**
     * Platform threads that were started from the first publication of a round to its last delivery.
     *
     * @return the count
     */
    public long threadsStarted() {
        return round().threadsStarted();
    }

    /**
     * Events that were refused or lost.
     *
     * @return the count
     */
    public long drops() {
        return round().drops();
    }
}
