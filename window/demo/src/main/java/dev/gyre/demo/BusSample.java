package dev.gyre.demo;

import dev.gyre.event.EventType;
import java.util.List;

/**
 * The event bus at work, since the last sample.
 *
 * @param at milliseconds since 1970
 * @param lanes its lanes
 * @param subscriptions how many are open
 * @param dropped events that open subscriptions have lost, in all
 * @param failed events on which handlers of open subscriptions threw, in all
 * @param pages the queues of the pages that are shown
 */
public record BusSample(
        long at, List<LaneFigures> lanes, int subscriptions, long dropped, long failed, List<PageFigures> pages) {

    /** Published once a second, less often while nothing happens. */
    public static final EventType<BusSample> TYPE = EventType.of("monitor.bus", BusSample.class);

    /**
     * One lane.
     *
     * @param name its name
     * @param capacity how many events it holds at most
     * @param depth events in it now
     * @param perSecond events accepted a second
     * @param accepted events accepted, in all
     * @param rejected events rejected, in all
     * @param vetoed events vetoed, in all
     * @param p50 the median of the delivery latency in microseconds; -1 if nothing was delivered
     * @param p99 its 99th percentile
     */
    public record LaneFigures(
            String name,
            int capacity,
            int depth,
            double perSecond,
            long accepted,
            long rejected,
            long vetoed,
            double p50,
            double p99) {}

    /**
     * One page's queue.
     *
     * @param window the name of its window
     * @param connected whether it can be reached now
     * @param waiting events in its queue
     * @param sent events sent to it
     * @param dropped events it lost
     */
    public record PageFigures(String window, boolean connected, long waiting, long sent, long dropped) {}
}
