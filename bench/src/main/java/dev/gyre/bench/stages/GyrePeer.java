package dev.gyre.bench.stages;

import dev.gyre.event.EventBus;
import dev.gyre.event.EventType;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Gyre's bus with its default options: one worker, a lane of 1,024 events, an event type for each type. */
final class GyrePeer implements PeerArm {

    private final EventBus bus = EventBus.create();
    private final EventType<Ping>[] types;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    GyrePeer(Traffic traffic, List<Consumer<Ping>> ears) {
        types = IntStream.range(0, traffic.types())
                .mapToObj(i -> EventType.of("bench.ping." + i, Ping.class))
                .toArray(EventType[]::new);
        for (int i = 0; i < ears.size(); i++) {
            bus.on(types[i % types.length], ears.get(i));
        }
    }

    @Override
    public void publish(Ping ping) {
        bus.publish(types[ping.type()], ping);
    }

    @Override
    public void close() {
        bus.close();
    }
}
