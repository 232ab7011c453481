package dev.gyre.ipc;

import dev.gyre.event.Delivery;
import dev.gyre.event.Event;
import dev.gyre.event.EventBus;
import dev.gyre.event.EventType;
import dev.gyre.event.PatternSubscription;
import dev.gyre.event.PublishResult;
import dev.gyre.ipc.spi.MessageForm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings the bus to the pages: one subscription for all of them, so that events of different types keep their order.
 *
 * <p>It listens to the union of what sessions listen to. An event is encoded once, if anyone hears it, and the same bytes
 * are queued for each session that does. Who hears a type is computed once and remembered until a session changes what
 * it hears: sessions change first and call {@link #changed()} after, which discards the memory as a whole.
 */
final class EventHub {

    private final EventBus bus;
    private final PatternSubscription subscription;
    private final Predicate<String> staysInJava;

    /** The types of emissions by the lane that carries them. */
    private final ConcurrentHashMap<String, EventType<Emission>> emissions = new ConcurrentHashMap<>();

    private final Function<MessageForm, FrameEncoder> encoders;
    private final QuietLog log;
    private final CopyOnWriteArrayList<LiveSession> sessions = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> listeners = new HashMap<>();
    private final LongAdder unsendable = new LongAdder();
    private volatile ConcurrentHashMap<String, Hearer[]> audiences = new ConcurrentHashMap<>();

    EventHub(EventBus bus, Function<MessageForm, FrameEncoder> encoders, Predicate<String> staysInJava, QuietLog log) {
        this.bus = bus;
        this.encoders = encoders;
        this.staysInJava = staysInJava;
        this.log = log;
        this.subscription =
                bus.on(List.of(Emission.NAMES + "*"), Delivery.onWorker().named("pages"), this::deliver);
    }

    void join(LiveSession session) {
        sessions.add(session);
        changed();
    }

    void leave(LiveSession session) {
        sessions.remove(session);
        changed();
    }

    /** To be called after a session changed what it hears. */
    void changed() {
        audiences = new ConcurrentHashMap<>();
    }

    /** Listens to one more pattern, or to one of them once more. */
    synchronized void listen(String pattern) {
        if (listeners.merge(pattern, 1, Integer::sum) == 1) {
            subscription.add(pattern);
        }
    }

    /** The undo of {@link #listen}. */
    synchronized void forget(String pattern) {
        if (listeners.computeIfPresent(pattern, (key, count) -> count == 1 ? null : count - 1) == null) {
            subscription.remove(pattern);
        }
    }

    /** Events that could not be encoded, and so reached no page. */
    long unsendable() {
        return unsendable.sum();
    }

    void close() {
        subscription.close();
    }

    /** Sends an event to the pages of a target, over the lane of its type. Never waits. */
    <T> PublishResult emit(EventType<T> type, T payload, Target target) {
        return bus.tryPublish(emissions(type.lane()), new Emission(new Event<>(type, payload), target));
    }

    private EventType<Emission> emissions(String lane) {
        EventType<Emission> known = emissions.get(lane);
        return known != null ? known : newEmissions(lane);
    }

    private synchronized EventType<Emission> newEmissions(String lane) {
        return emissions.computeIfAbsent(
                lane,
                key -> EventType.of(Emission.NAMES + emissions.size(), Emission.class)
                        .on(lane));
    }

    private void deliver(Event<?> heard) {
        if (heard.payload() instanceof Emission emission) {
            deliver(emission.event(), emission.target());
        } else {
            deliver(heard, Target.all());
        }
    }

    private void deliver(Event<?> event, Target target) {
        Encodings frames = new Encodings(event);
        for (Hearer hearer : audience(event.type().name())) {
            if (target.includes(hearer.session)) {
                frames.giveTo(hearer.session, hearer.byGrant);
            }
        }
    }

    @Nullable
    EncodedFrame encode(Event<?> event, MessageForm form) {
        Object payload = event.payload();
        FrameEncoder encoder = encoders.apply(form);
        try {
            return encoder.event(event.type().name(), encoder.writer(payload.getClass()), payload);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            unsendable.increment();
            log.warn(() -> "event " + event.type().name() + " cannot be sent: " + e, e);
            return null;
        }
    }

    /** An event in the forms that its hearers take, each encoded when the first of them comes. */
    private final class Encodings {

        private final Event<?> event;
        private final Map<MessageForm, EncodedFrame> frames = new EnumMap<>(MessageForm.class);
        private boolean failed;

        Encodings(Event<?> event) {
            this.event = event;
        }

        void giveTo(LiveSession session, boolean byGrant) {
            EncodedFrame frame = frame(session.owner().form());
            if (frame != null) {
                session.hear(event.type().name(), frame, byGrant);
            }
        }

        private @Nullable EncodedFrame frame(MessageForm form) {
            EncodedFrame known = frames.get(form);
            if (known == null && !failed) {
                known = encode(event, form);
                failed = known == null;
                if (known != null) {
                    frames.put(form, known);
                }
            }
            return known;
        }
    }

    private Hearer[] audience(String name) {
        ConcurrentHashMap<String, Hearer[]> known = audiences;
        Hearer[] audience = known.get(name);
        return audience != null ? audience : known.computeIfAbsent(name, this::whoHears);
    }

    private Hearer[] whoHears(String name) {
        List<Hearer> audience = new ArrayList<>();
        for (LiveSession session : staysInJava.test(name) ? List.<LiveSession>of() : sessions) {
            boolean byGrant = session.isEarly();
            if (session.hears(name)) {
                audience.add(new Hearer(session, byGrant));
            }
        }
        return audience.toArray(Hearer[]::new);
    }

    /**
     * Who hears a type, and why.
     *
     * @param session the session
     * @param byGrant whether it was not ready yet, and hears all it may; when it becomes ready in the meantime, it is asked
     *     what it subscribed to
     */
    private record Hearer(LiveSession session, boolean byGrant) {}
}
