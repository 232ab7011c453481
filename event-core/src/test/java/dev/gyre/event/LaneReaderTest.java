package dev.gyre.event;

import static dev.gyre.event.BusFixture.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneReaderTest {

    private final RingEventBus bus = new RingEventBus(new EventBusOptions());
    private final Tenure tenure = new Tenure();

    @Test
    void goesOnRightAfterTheCallThatAnErrorEscapedFrom() {
        List<Object> before = new ArrayList<>();
        List<Object> broken = new ArrayList<>();
        List<Object> after = new ArrayList<>();
        bus.on(TEXT, before::add);
        bus.attachIfOpen(new HandlerSubscription(bus, Scope.of(TEXT), Delivery.onWorker(), item -> {}) {
            @Override
            void receive(Object item) {
                broken.add(item);
                if (item.equals("second")) {
                    throw new InternalError("out of our own code");
                }
            }
        });
        bus.on(TEXT, after::add);
        List.of("first", "second", "third").forEach(text -> bus.tryPublish(TEXT, text));

        assertThatThrownBy(() -> bus.cycle(0).run(tenure)).isInstanceOf(InternalError.class);
        while (bus.cycle(0).run(tenure) > 0) {
            Thread.onSpinWait();
        }

        assertThat(List.of(before, broken, after)).allMatch(List.of("first", "second", "third")::equals);
        assertThat(bus.lanes()).allMatch(lane -> lane.depth() == 0);
    }
}
