package dev.gyre.demo;

import dev.gyre.event.EventBus;
import dev.gyre.event.Lane;
import dev.gyre.event.Latency;
import dev.gyre.event.PublishResult;
import dev.gyre.event.Subscription;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Publishes {@link BusSample}s, one a second while anything happens on the bus. One that could only tell of the one before
 * is left out, but for one in {@value #AT_REST}. Only the ticker's thread calls {@link #round}.
 */
final class BusSampler {

    static final Duration PAUSE = Duration.ofSeconds(1);

    /** In seconds, how often a bus at rest is shown to be so. */
    private static final int AT_REST = 10;

    private final EventBus bus;
    private final Supplier<List<BusSample.PageFigures>> pages;
    private final Map<String, Long> acceptedBefore = new HashMap<>();
    private long sampledAt = System.nanoTime();

    /** Events accepted when it looked last, its own among them. */
    private long seen;

    /** Rounds since something else happened. */
    private int quietRounds;

    BusSampler(EventBus bus, Supplier<List<BusSample.PageFigures>> pages) {
        this.bus = bus;
        this.pages = pages;
        bus.register(BusSample.TYPE);
    }

    void round() {
        if (!bus.isHeard(BusSample.TYPE)) {
            quietRounds = 0;
            return;
        }
        long accepted = bus.lanes().stream().mapToLong(Lane::accepted).sum();
        quietRounds = accepted == seen ? quietRounds + 1 : 0;
        seen = accepted;
        if (quietRounds < 2 || quietRounds % AT_REST == 0) {
            seen += bus.tryPublish(BusSample.TYPE, sample()) == PublishResult.ACCEPTED ? 1 : 0;
        }
    }

    /** Reads the figures since the last reading. */
    BusSample sample() {
        long now = System.nanoTime();
        double seconds = (now - sampledAt) / 1e9;
        sampledAt = now;
        List<Subscription> open = bus.subscriptions();
        return new BusSample(
                System.currentTimeMillis(),
                bus.lanes().stream().map(lane -> figures(lane, seconds)).toList(),
                open.size(),
                open.stream().mapToLong(Subscription::dropped).sum(),
                open.stream().mapToLong(Subscription::failed).sum(),
                pages.get());
    }

    private BusSample.LaneFigures figures(Lane lane, double seconds) {
        long accepted = lane.accepted();
        Long before = acceptedBefore.put(lane.name(), accepted);
        Latency latency = lane.takeLatency();
        boolean measured = latency.count() > 0;
        return new BusSample.LaneFigures(
                lane.name(),
                lane.capacity(),
                lane.depth(),
                before == null ? 0 : (accepted - before) / seconds,
                accepted,
                lane.rejected(),
                lane.vetoed(),
                measured ? micros(latency.p50()) : -1,
                measured ? micros(latency.p99()) : -1);
    }

    private static double micros(Duration latency) {
        return latency.toNanos() / 1000.0;
    }
}
