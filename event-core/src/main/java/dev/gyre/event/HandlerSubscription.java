package dev.gyre.event;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls its handler on the worker: no hand-off, no buffer. */
final class HandlerSubscription extends BusSubscription {

    private final Consumer<Object> handler;
    private final boolean once;

    HandlerSubscription(
            RingEventBus bus, String name, @Nullable EventType<?> type, Consumer<Object> handler, boolean once) {
        super(bus, name, type);
        this.handler = handler;
        this.once = once;
    }

    @Override
    void receive(EventType<?> eventType, Object payload) {
        if (isClosed()) {
            return;
        }
        if (once) {
            close();
        }
        matched.increment();
        Object item = item(eventType, payload);
        try {
            handler.accept(item);
            delivered.increment();
        } catch (Throwable error) { // Errors too: a handler is a guest on this thread
            fail(item, error);
        }
    }

    @Override
    void discard() {}

    @Override
    public long waiting() {
        return 0;
    }
}
