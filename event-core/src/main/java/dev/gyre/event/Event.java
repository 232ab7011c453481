package dev.gyre.event;

/**
 * A published event: its type and its payload. What subscribers to a pattern hear, and what error handlers are given.
 *
 * @param type the type it was published under
 * @param payload the payload, the publisher's own object
 * @param <T> the payload's class
 */
public record Event<T>(EventType<T> type, T payload) {

    /** Joins a type and a payload that was published under it, when the payload's class is known to the bus alone. */
    @SuppressWarnings("unchecked")
    static <T> Event<T> of(EventType<T> type, Object payload) {
        return new Event<>(type, (T) payload);
    }
}
