package dev.gyre.ipc;

import dev.gyre.event.Delivery;
import dev.gyre.event.Event;
import dev.gyre.event.EventBus;
import dev.gyre.event.EventPattern;
import dev.gyre.event.Overflow;
import dev.gyre.ipc.spi.RuntimeService;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;

/**
 * Events as a stream with credit: for a page that wants each of them at its own pace, where a subscription's are sent as
 * they come.
 */
final class PageEvents implements RuntimeService {

    /** Open to every page: it looks for itself what the page may hear. */
    static final String STREAM = "gyre.events";

    private final EventBus bus;
    private final Predicate<String> staysInJava;

    PageEvents(EventBus bus, Predicate<String> staysInJava) {
        this.bus = bus;
        this.staysInJava = staysInJava;
    }

    /**
     * The events of a pattern that the page may hear, as pairs of name and payload. While the page asks for none a thousand
     * wait; then the stream fails, for a gap in it could not be told.
     */
    @Binding(value = STREAM, nonBlocking = true)
    Flux<Object[]> events(String pattern, PageWindow window) {
        requirePattern(pattern);
        if (!window.capabilities().mayHear(pattern)) {
            throw new CallException(CallException.NOT_AVAILABLE, Text.shortened(pattern) + " is not available");
        }
        return bus.stream(pattern, Delivery.buffered(Delivery.DEFAULT_CAPACITY, Overflow.ERROR))
                .filter(event -> !staysInJava.test(event.type().name()))
                .map(PageEvents::pair);
    }

    private static Object[] pair(Event<?> event) {
        return new Object[] {event.type().name(), event.payload()};
    }

    private static void requirePattern(String pattern) {
        try {
            EventPattern.of(pattern);
        } catch (IllegalArgumentException e) {
            throw new CallException(CallException.BAD_ARGUMENT, String.valueOf(e.getMessage()), e);
        }
    }
}
