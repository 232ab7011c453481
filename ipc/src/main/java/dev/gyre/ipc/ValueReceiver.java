package dev.gyre.ipc;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Operators;

/**
 * Takes the one value of a mono as the result of a call; a mono that completes without one stands for null. The call knows
 * whether it has its outcome, so what comes after is ignored, where Reactor's own subscribers would log an error.
 */
final class ValueReceiver implements CoreSubscriber<Object>, Disposable {

    private final Call call;

    /** Knows who came first, the source or the end. */
    private final Operators.DeferredSubscription source = new Operators.DeferredSubscription();

    ValueReceiver(Call call) {
        this.call = call;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        source.set(subscription);
        source.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Object value) {
        call.complete(value);
    }

    @Override
    public void onError(Throwable error) {
        call.fail(error);
    }

    @Override
    public void onComplete() {
        call.complete(null);
    }

    @Override
    public void dispose() {
        source.cancel();
    }
}
