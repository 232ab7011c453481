package dev.gyre.bench.stages;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Vert.x's event bus within one process: an address for each type, consumers spread over the event loops, and a codec
 * that hands the event over as it is. It has no bound; publishers never wait.
 */
final class VertxPeer implements PeerArm {

    private final Vertx vertx = Vertx.vertx();
    private final EventBus bus = vertx.eventBus().registerDefaultCodec(Ping.class, new AsItIs());
    private final DeliveryOptions options = new DeliveryOptions().setLocalOnly(true);
    private final String[] addresses;

    VertxPeer(Traffic traffic, List<Consumer<Ping>> ears) {
        addresses = IntStream.range(0, traffic.types())
                .mapToObj(i -> "bench.ping." + i)
                .toArray(String[]::new);
        for (int i = 0; i < ears.size(); i++) {
            listen(addresses[i % addresses.length], ears.get(i));
        }
    }

    private void listen(String address, Consumer<Ping> ear) {
        bus.<Ping>localConsumer(address, message -> ear.accept(message.body()))
                .completion()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @Override
    public void publish(Ping ping) {
        bus.publish(addresses[ping.type()], ping, options);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Copies nothing: the event is immutable and stays in the process. */
    private static final class AsItIs implements MessageCodec<Ping, Ping> {

        @Override
        public void encodeToWire(Buffer buffer, Ping ping) {
            throw new UnsupportedOperationException("wire: " + ping + " (expected: local delivery)");
        }

        @Override
        public Ping decodeFromWire(int position, Buffer buffer) {
            throw new UnsupportedOperationException("wire: " + buffer + " (expected: local delivery)");
        }

        @Override
        public Ping transform(Ping ping) {
            return ping;
        }

        @Override
        public String name() {
            return "as it is";
        }

        @Override
        public byte systemCodecID() {
            return -1;
        }
    }
}
