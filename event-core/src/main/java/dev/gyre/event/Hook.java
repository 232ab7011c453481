package dev.gyre.event;

/**
 * Called with a payload before it is published, on the publishing thread, in the order of registration. A hook may veto
 * the event. One that throws vetoes it too, and is reported: what guards a door must not open it by failing.
 *
 * @param <T> the payload's class
 */
@FunctionalInterface
public interface Hook<T> {

    /**
     * Judges a payload before it is published.
     *
     * @param payload the payload
     * @return {@link Verdict#PASS}, or a veto
     */
    Verdict beforePublish(T payload);
}
