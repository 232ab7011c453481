package dev.gyre.ipc;

import dev.gyre.event.Delivery;
import dev.gyre.event.Event;
import dev.gyre.event.EventBus;
import dev.gyre.event.EventType;
import dev.gyre.event.PatternSubscription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Brings the bus to the pages: one subscription for all of them, so that events of different types keep their order.
 *
 * <p>It listens to the union of what sessions listen to. An event is encoded once, if anyone hears it, and the same bytes
 * are queued for each session that does. Who hears a type is computed once and remembered until a session changes what
 * it hears: sessions change first and call {@link #changed()} after, which discards the memory as a whole.
 */
final class EventHub {

    private final PatternSubscription subscription;
    private final FrameEncoder encoder;
    private final QuietLog log;
    private final CopyOnWriteArrayList<LiveSession> sessions = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> listeners = new HashMap<>();
    private final LongAdder unsendable = new LongAdder();
    private volatile ConcurrentHashMap<String, Hearer[]> audiences = new ConcurrentHashMap<>();

    EventHub(EventBus bus, FrameEncoder encoder, QuietLog log) {
        this.encoder = encoder;
        this.log = log;
        this.subscription = bus.on(List.of(), Delivery.onWorker().named("pages"), this::deliver);
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

    /** Queues an event for the pages of some windows, encoded once if any of them hears it. */
    <T> int emit(EventType<T> type, T payload, List<PageWindow> to) {
        List<LiveSession> audience = new ArrayList<>();
        for (PageWindow window : to) {
            LiveSession session = window.live();
            if (session != null && session.hears(type.name())) {
                audience.add(session);
            }
        }
        byte[] frame = audience.isEmpty() ? null : encode(new Event<>(type, payload));
        if (frame == null) {
            return 0;
        }
        audience.forEach(session -> session.hear(type.name(), frame, true));
        return audience.size();
    }

    private void deliver(Event<?> event) {
        String name = event.type().name();
        Hearer[] audience = audience(name);
        if (audience.length == 0) {
            return;
        }
        byte[] frame = encode(event);
        if (frame != null) {
            for (Hearer hearer : audience) {
                hearer.session.hear(name, frame, hearer.byGrant);
            }
        }
    }

    byte @Nullable [] encode(Event<?> event) {
        Object payload = event.payload();
        try {
            return encoder.event(event.type().name(), encoder.writer(payload.getClass()), payload);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            unsendable.increment();
            log.warn(() -> "event " + event.type().name() + " cannot be sent: " + e, e);
            return null;
        }
    }

    private Hearer[] audience(String name) {
        ConcurrentHashMap<String, Hearer[]> known = audiences;
        Hearer[] audience = known.get(name);
        return audience != null ? audience : known.computeIfAbsent(name, this::whoHears);
    }

    private Hearer[] whoHears(String name) {
        List<Hearer> audience = new ArrayList<>();
        for (LiveSession session : sessions) {
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
