package dev.gyre.event;

import java.util.function.Function;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * A stream of the bus: makes one subscription for each subscriber. {@code onSubscribe} comes first, then the
 * subscription joins the bus, so that no event can overtake it.
 *
 * @param <T> what the stream carries
 */
final class EventFlux<T> extends Flux<T> {

    private final RingEventBus bus;
    private final Function<CoreSubscriber<Object>, StreamSubscription> subscription;

    EventFlux(RingEventBus bus, Function<CoreSubscriber<Object>, StreamSubscription> subscription) {
        this.bus = bus;
        this.subscription = subscription;
    }

    @Override
    @SuppressWarnings("unchecked") // the subscription's items are T: the bus builds both from one type
    public void subscribe(CoreSubscriber<? super T> actual) {
        StreamSubscription stream = subscription.apply((CoreSubscriber<Object>) actual);
        actual.onSubscribe(stream);
        if (!bus.attachIfOpen(stream)) {
            stream.complete();
        }
    }
}
