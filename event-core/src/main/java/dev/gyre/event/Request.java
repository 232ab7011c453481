package dev.gyre.event;

import java.util.Objects;
import java.util.function.Supplier;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A question on its way, and the place where its reply goes: the first one counts, whoever gives it. Once the requester
 * has its outcome, or asks no more, work on other replies is cancelled.
 */
public final class Request {

    private final Object question;
    private final Sinks.One<Object> outcome = Sinks.one();
    private final Disposable.Composite work = Disposables.composite();

    Request(Object question) {
        this.question = Objects.requireNonNull(question, "question");
    }

    /**
     * What is asked.
     *
     * @return the question, of the class the request type names
     */
    public Object question() {
        return question;
    }

    /** Begins to work on a reply. What the supplier throws is the reply, and thrown again for the account. */
    void serve(Supplier<? extends Mono<?>> replier) {
        try {
            Mono<?> reply = Objects.requireNonNull(replier.get(), "reply");
            work.add(reply.subscribe(outcome::tryEmitValue, outcome::tryEmitError, outcome::tryEmitEmpty));
        } catch (Throwable error) { // Errors too: the requester must not wait for one that will never come
            outcome.tryEmitError(error);
            throw error;
        }
    }

    Mono<Object> outcome() {
        return outcome.asMono().doFinally(end -> work.dispose());
    }
}
