package dev.gyre.bench.stages;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What stands beside the throughput of stage 12: read by JMH after each iteration. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class DeliveryCounters {

    private static final double THOUSAND = 1000;

    private double perThousand;
    private long lost;

    /** Made by JMH. */
    public DeliveryCounters() {}

    void set(long deliveries, long frames, long drops) {
        perThousand = THOUSAND * deliveries / frames;
        lost = drops;
    }

    /**
     * Messages that the page took for each 1,000 replies or events.
     *
     * @return the count
     */
    public double deliveriesPerThousand() {
        return perThousand;
    }

    /**
     * Events that were lost.
     *
     * @return the count
     */
    public long drops() {
        return lost;
    }
}
