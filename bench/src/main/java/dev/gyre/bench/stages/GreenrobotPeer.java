package dev.gyre.bench.stages;

import java.util.List;
import java.util.function.Consumer;
import org.greenrobot.eventbus.EventBus;
import org.greenrobot.eventbus.Subscribe;
import org.greenrobot.eventbus.ThreadMode;

/**
 * Greenrobot's event bus in its default thread mode: subscribers are called, by reflection, on the publishing thread. It
 * dispatches by class alone and is told not to look at the classes above.
 */
final class GreenrobotPeer implements PeerArm {

    private final EventBus bus = EventBus.builder()
            .eventInheritance(false)
            .throwSubscriberException(true)
            .build();

    GreenrobotPeer(Traffic traffic, List<Consumer<Ping>> ears) {
        traffic.untyped(ears).forEach(ear -> bus.register(new Subscriber(ear)));
    }

    @Override
    public void publish(Ping ping) {
        bus.post(ping);
    }

    @Override
    public void close() {}

    /**
     * Public, since the bus calls it from its own package.
     *
     * @param ear who hears
     */
    public record Subscriber(Consumer<Ping> ear) {

        /**
         * Called by the bus.
         *
         * @param ping the event
         */
        @Subscribe(threadMode = ThreadMode.POSTING)
        public void hear(Ping ping) {
            ear.accept(ping);
        }
    }
}
