package dev.gyre.event;

import java.util.function.Consumer;

/** Hears one event, and is closed before its handler is called with it. */
final class OnceSubscription extends HandlerSubscription {

    OnceSubscription(RingEventBus bus, Scope scope, Consumer<Object> handler) {
        super(bus, scope, Delivery.onWorker(), handler);
    }

    /** It keeps its place until the handler has returned, so that a watchdog can name it. */
    @Override
    void receive(Object item) {
        hearNoMore();
        super.receive(item);
        close();
    }
}
