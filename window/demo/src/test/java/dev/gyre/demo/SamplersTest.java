package dev.gyre.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.event.EventBus;
import dev.gyre.event.EventType;
import dev.gyre.event.Lane;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplersTest {

    private final EventBus bus = EventBus.create();
    private final Ticker ticker = new Ticker("ticker under test");

    @AfterEach
    void close() {
        ticker.close();
        bus.close();
    }

    @Test
    void systemSamplesHoldRealFigures() {
        SystemSample sample = new SystemSampler(bus, ticker).sample();

        assertThat(sample.heapUsed()).isBetween(1L, sample.heapCommitted());
        assertThat(sample.physicalUsed()).isBetween(1L, sample.physicalTotal());
        assertThat(sample.threads()).isPositive();
        assertThat(sample.processCpu()).isBetween(-1.0, 1.0);
        assertThat(sample.systemCpu()).isBetween(-1.0, 1.0);
        assertThat(sample.at()).isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis());
    }

    @Test
    void systemIsSampledAtTheRateUntilItIsZero() throws InterruptedException {
        BlockingQueue<SystemSample> heard = new LinkedBlockingQueue<>();
        bus.on(SystemSample.TYPE, heard::add);
        SystemSampler sampler = new SystemSampler(bus, ticker);

        sampler.rate(50);
        SystemSample first = Waits.next(heard);
        SystemSample last = first;
        for (int i = 0; i < 5; i++) {
            last = Waits.next(heard);
        }
        // One at once, the others at the next five multiples of 20 ms, told in whole milliseconds.
        assertThat(last.at() - first.at()).isGreaterThanOrEqualTo(79);

        sampler.rate(0);
        assertThat(sampler.rate()).isZero();
        BlockingQueue<String> later = new LinkedBlockingQueue<>();
        ticker.every(java.time.Duration.ofDays(1), "after the sampler", () -> later.add("round"));
        Waits.next(later);
        Waits.until(() -> bus.lanes().stream().allMatch(lane -> lane.depth() == 0));
        heard.clear();
        sampler.rate(50);
        assertThat(Waits.next(heard).at()).isGreaterThanOrEqualTo(last.at());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 51, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void systemRefusesARateOutOfRangeAndKeepsItsOwn(int rate) {
        SystemSampler sampler = new SystemSampler(bus, ticker);
        sampler.rate(7);

        assertThatThrownBy(() -> sampler.rate(rate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("perSecond: " + rate + " (expected: 0..50)");
        assertThat(sampler.rate()).isEqualTo(7);
    }

    @Test
    void eachCollectionIsAnEvent() throws InterruptedException {
        BlockingQueue<GcPause> heard = new LinkedBlockingQueue<>();
        bus.on(GcPause.TYPE, heard::add);
        try (GcListener listener = new GcListener(bus)) {
            listener.start();

            System.gc();

            GcPause pause = Waits.next(heard);
            while (!pause.cause().equals("System.gc()")) {
                pause = Waits.next(heard);
            }
            assertThat(pause.millis()).isNotNegative();
            assertThat(pause.before()).isPositive();
            assertThat(pause.collector()).isNotBlank();
        }
    }

    @Test
    void aGcListenerMayBeClosedTwiceAndBeforeItStarts() {
        GcListener listener = new GcListener(bus);

        listener.close();
        listener.start();
        listener.close();
        listener.close();

        assertThat(bus.isHeard(GcPause.TYPE)).isFalse();
    }

    @Test
    void busSamplesTellRatesCountsAndLatency() {
        EventType<String> text = EventType.of("test.text", String.class);
        List<BusSample.PageFigures> pages = List.of(new BusSample.PageFigures("main", true, 1, 2, 3));
        BusSampler sampler = new BusSampler(bus, () -> pages);
        bus.measureLatency(true);
        bus.on(text, any -> {});
        sampler.sample();

        for (int i = 0; i < 100; i++) {
            bus.publish(text, "event");
        }
        Waits.until(() -> bus.subscriptions().get(0).delivered() == 100);
        Waits.until(() -> bus.lanes().stream().allMatch(lane -> lane.depth() == 0));
        BusSample sample = sampler.sample();

        BusSample.LaneFigures lane = lane(sample, Lane.APPLICATION_EVENTS);
        assertThat(lane.accepted()).isEqualTo(100);
        assertThat(lane.perSecond()).isPositive();
        assertThat(lane.p50()).isPositive().isLessThanOrEqualTo(lane.p99());
        assertThat(lane.capacity()).isEqualTo(1024);
        assertThat(lane(sample, Lane.WINDOW_MESSAGES).p50()).isEqualTo(-1);
        assertThat(sample.subscriptions()).isEqualTo(1);
        assertThat(sample.pages()).isEqualTo(pages);
    }

    @Test
    void busSamplesAreMadeOnlyForSomeoneWhoListens() throws InterruptedException {
        BusSampler sampler = new BusSampler(bus, List::of);
        sampler.round();
        assertThat(bus.lanes()).allMatch(lane -> lane.offered() == 0);

        BlockingQueue<BusSample> heard = new LinkedBlockingQueue<>();
        bus.on(BusSample.TYPE, heard::add);
        sampler.round();

        assertThat(Waits.next(heard).lanes()).hasSize(3);
    }

    @Test
    void busSamplesAreRareWhileNothingHappens() {
        BusSampler sampler = new BusSampler(bus, List::of);
        bus.on(BusSample.TYPE, any -> {});
        for (int i = 0; i < 30; i++) {
            sampler.round();
        }
        assertThat(accepted()).isEqualTo(4);

        EventType<String> text = EventType.of("test.text", String.class);
        bus.publish(text, "event");
        sampler.round();
        sampler.round();
        sampler.round();
        assertThat(accepted()).isEqualTo(4 + 1 + 2);
    }

    private long accepted() {
        return bus.lanes().stream().mapToLong(Lane::accepted).sum();
    }

    private static BusSample.LaneFigures lane(BusSample sample, String name) {
        return sample.lanes().stream()
                .filter(lane -> lane.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
