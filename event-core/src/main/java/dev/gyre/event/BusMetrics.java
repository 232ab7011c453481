package dev.gyre.event;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Binds a bus to Micrometer, which is an optional dependency: {@code new BusMetrics(bus).bindTo(registry)}.
 *
 * <p>Per lane, tagged {@code lane}: {@code gyre.lane.depth}, {@code .capacity}, {@code .accepted}, {@code .rejected},
 * {@code .vetoed}, {@code .unheard}, {@code .blocked} (time publishers waited for room). For the bus:
 * {@code gyre.bus.subscriptions} and {@code gyre.bus.waiting}, the events in all mailboxes and stream buffers. Reading
 * them takes no lock that a publisher or worker takes.
 */
public final class BusMetrics implements MeterBinder {

    private final EventBus bus;

    /**
     * A binder.
     *
     * @param bus the bus to read
     */
    public BusMetrics(EventBus bus) {
        this.bus = Objects.requireNonNull(bus, "bus");
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(
                        "gyre.bus.subscriptions",
                        bus,
                        each -> each.subscriptions().size())
                .register(registry);
        Gauge.builder("gyre.bus.waiting", bus, BusMetrics::waiting).register(registry);
        bus.lanes().forEach(lane -> bind(lane, registry));
    }

    private static double waiting(EventBus bus) {
        return bus.subscriptions().stream().mapToLong(Subscription::waiting).sum();
    }

    private static void bind(Lane lane, MeterRegistry registry) {
        Gauge.builder("gyre.lane.depth", lane, Lane::depth)
                .tag("lane", lane.name())
                .register(registry);
        Gauge.builder("gyre.lane.capacity", lane, Lane::capacity)
                .tag("lane", lane.name())
                .register(registry);
        count("accepted", lane, Lane::accepted, registry);
        count("rejected", lane, Lane::rejected, registry);
        count("vetoed", lane, Lane::vetoed, registry);
        count("unheard", lane, Lane::unheard, registry);
        TimeGauge.builder(
                        "gyre.lane.blocked",
                        lane,
                        TimeUnit.NANOSECONDS,
                        each -> each.blocked().toNanos())
                .tag("lane", lane.name())
                .register(registry);
    }

    private static void count(String what, Lane lane, ToDoubleFunction<Lane> value, MeterRegistry registry) {
        FunctionCounter.builder("gyre.lane." + what, lane, value)
                .tag("lane", lane.name())
                .register(registry);
    }
}
