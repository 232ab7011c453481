package dev.gyre.event;

import java.util.Objects;

/**
 * The typed name of a request: what is asked and what is replied. A request travels as an event of this name whose
 * payload is a {@link Request}.
 *
 * @param <Q> the question's class
 * @param <R> the reply's class
 */
public final class RequestType<Q, R> {

    private final EventType<Request> event;
    private final Class<Q> question;
    private final Class<R> reply;

    private RequestType(EventType<Request> event, Class<Q> question, Class<R> reply) {
        this.event = event;
        this.question = Objects.requireNonNull(question, "question");
        this.reply = Objects.requireNonNull(reply, "reply");
    }

    /**
     * A type on the lane of application events.
     *
     * @param name the name, as {@link EventType} describes
     * @param question the question's class
     * @param reply the reply's class
     * @param <Q> the question's class
     * @param <R> the reply's class
     * @return the type
     * @throws IllegalArgumentException if the name is not well formed
     */
    public static <Q, R> RequestType<Q, R> of(String name, Class<Q> question, Class<R> reply) {
        return new RequestType<>(EventType.of(name, Request.class), question, reply);
    }

    /**
     * The same type on another lane.
     *
     * @param lane the lane's name
     * @return the type on that lane
     */
    public RequestType<Q, R> on(String lane) {
        return new RequestType<>(event.on(lane), question, reply);
    }

    /**
     * The event that carries requests of this type: for hooks, and for those who listen without replying.
     *
     * @return the event type
     */
    public EventType<Request> event() {
        return event;
    }

    /**
     * The name of the request.
     *
     * @return the name
     */
    public String name() {
        return event.name();
    }

    Q question(Request request) {
        return question.cast(request.question());
    }

    R reply(Object answer) {
        return reply.cast(answer);
    }
}
