package dev.gyre.event;

import java.util.function.Consumer;

/** Calls its handler on the worker: no hand-off, no buffer. */
class HandlerSubscription extends BusSubscription {

    private final Consumer<Object> handler;

    HandlerSubscription(RingEventBus bus, Scope scope, Delivery delivery, Consumer<Object> handler) {
        super(bus, scope, delivery);
        this.handler = handler;
    }

    @Override
    void receive(Object item) {
        try {
            handler.accept(item);
            delivered.increment();
        } catch (Throwable error) { // Errors too: a handler is a guest on this thread
            fail(item, error);
        }
    }

    @Override
    final void discard() {}

    @Override
    final long backlog() {
        return 0;
    }
}
