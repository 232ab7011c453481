package dev.gyre.bench.stages;

import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** A subscriber that takes all there is. */
record TakeAll<T>(Consumer<T> listener) implements Flow.Subscriber<T> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(T event) {
        listener.accept(event);
    }

    @Override
    public void onError(Throwable failed) {
        // What was not delivered is missed at the end of the round, which fails the run.
    }

    @Override
    public void onComplete() {}
}
