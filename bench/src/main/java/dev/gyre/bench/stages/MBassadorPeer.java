package dev.gyre.bench.stages;

import java.util.List;
import java.util.function.Consumer;
import net.engio.mbassy.bus.MBassador;
import net.engio.mbassy.bus.error.PublicationError;
import net.engio.mbassy.listener.Handler;
import net.engio.mbassy.listener.Listener;
import net.engio.mbassy.listener.References;

/**
 * MBassador, publishing synchronously: subscribers are called, by reflection, on the publishing thread. Its
 * {@code publishAsync} calls them the same way on a thread of the bus, and was less than half as fast. It dispatches by
 * class alone.
 */
final class MBassadorPeer implements PeerArm {

    private final MBassador<Ping> bus = new MBassador<>(MBassadorPeer::fail);

    MBassadorPeer(Traffic traffic, List<Consumer<Ping>> ears) {
        traffic.untyped(ears).forEach(ear -> bus.subscribe(new Subscriber(ear)));
    }

    private static void fail(PublicationError error) {
        throw new IllegalStateException("a subscriber failed", error.getCause());
    }

    @Override
    public void publish(Ping ping) {
        bus.publish(ping);
    }

    @Override
    public void close() {
        bus.shutdown();
    }

    @Listener(references = References.Strong)
    record Subscriber(Consumer<Ping> ear) {

        @Handler
        public void hear(Ping ping) {
            ear.accept(ping);
        }
    }
}
