package dev.gyre.bench.stages;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.EventTranslatorOneArg;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The raw ring: a slot that holds the event, a processor with a thread of its own for each subscriber, and the producer
 * type that fits. Many types are one handler that finds the type's in an array. As most users do, it leaves the events in
 * the slots.
 */
final class DisruptorPeer implements PeerArm {

    private static final int SLOTS = 1024;
    private static final EventTranslatorOneArg<Slot, Ping> PUT = (slot, sequence, ping) -> slot.ping = ping;

    private final Disruptor<Slot> disruptor;
    private final RingBuffer<Slot> ring;

    DisruptorPeer(Traffic traffic, List<Consumer<Ping>> ears, WaitStrategy waiting) {
        ProducerType producers = traffic.publishers() == 1 ? ProducerType.SINGLE : ProducerType.MULTI;
        disruptor = new Disruptor<>(Slot::new, SLOTS, DaemonThreadFactory.INSTANCE, producers, waiting);
        traffic.untyped(ears).forEach(ear -> disruptor.handleEventsWith(new Handler(ear)));
        ring = disruptor.start();
    }

    @Override
    public void publish(Ping ping) {
        ring.publishEvent(PUT, ping);
    }

    @Override
    public void close() {
        disruptor.halt();
    }

    private static final class Slot {
        @Nullable
        Ping ping;
    }

    private record Handler(Consumer<Ping> ear) implements EventHandler<Slot> {

        @Override
        public void onEvent(Slot slot, long sequence, boolean endOfBatch) {
            ear.accept(Objects.requireNonNull(slot.ping));
        }
    }
}
