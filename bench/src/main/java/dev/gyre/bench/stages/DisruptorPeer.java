package dev.gyre.bench.stages;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.EventTranslatorOneArg;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.EventHandlerGroup;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The raw ring: a slot that holds the event, and a processor with a thread of its own for each subscriber. Many types are
 * one handler that finds the type's in an array.
 */
final class DisruptorPeer implements PeerArm {

    private static final int SLOTS = 1024;
    private static final EventTranslatorOneArg<Slot, Ping> PUT = (slot, sequence, ping) -> slot.ping = ping;

    private final Disruptor<Slot> disruptor;
    private final RingBuffer<Slot> ring;

    private DisruptorPeer(
            ProducerType producers, WaitStrategy waiting, EventHandler<Slot>[] ears, boolean emptiedAfter) {
        disruptor = new Disruptor<>(Slot::new, SLOTS, DaemonThreadFactory.INSTANCE, producers, waiting);
        EventHandlerGroup<Slot> all = disruptor.handleEventsWith(ears);
        if (emptiedAfter) {
            all.then((slot, sequence, endOfBatch) -> slot.ping = null);
        }
        ring = disruptor.start();
    }

    /** With the producer type that fits; the events stay in the slots, as most users leave them. */
    static PeerArm.Factory bare(Supplier<WaitStrategy> waiting) {
        return (traffic, ears) -> {
            ProducerType producers = traffic.publishers() == 1 ? ProducerType.SINGLE : ProducerType.MULTI;
            return new DisruptorPeer(producers, waiting.get(), handlers(traffic, ears), false);
        };
    }

    /** Which promises what a lane promises: any number of publishers, and that nothing delivered stays reachable. */
    static PeerArm.Factory promising(Supplier<WaitStrategy> waiting) {
        return (traffic, ears) -> {
            EventHandler<Slot>[] handlers = handlers(traffic, ears);
            if (handlers.length == 1) { // it can do without a processor that comes after all others
                EventHandler<Slot> only = handlers[0];
                handlers[0] = (slot, sequence, endOfBatch) -> {
                    only.onEvent(slot, sequence, endOfBatch);
                    slot.ping = null;
                };
            }
            return new DisruptorPeer(ProducerType.MULTI, waiting.get(), handlers, handlers.length > 1);
        };
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private static EventHandler<Slot>[] handlers(Traffic traffic, List<Consumer<Ping>> ears) {
        return traffic.untyped(ears).stream().map(Handler::new).toArray(EventHandler[]::new);
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
