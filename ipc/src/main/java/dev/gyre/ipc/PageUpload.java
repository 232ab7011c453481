package dev.gyre.ipc;

import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/**
 * The page's side of an upload: sends what a publisher gives, as far as the runtime allows, and subscribes when it first
 * does. What the publisher gives once it is cancelled is nobody's.
 */
final class PageUpload implements CoreSubscriber<Object> {

    private final long id;
    private final long call;
    private final Publisher<?> items;
    private final PageProtocol page;
    private final Operators.DeferredSubscription source = new Operators.DeferredSubscription();

    /** The page's thread alone. */
    private boolean begun;

    private volatile boolean isOver;

    /**
     * An upload that nobody has asked for items yet.
     *
     * @param id its own
     * @param call that of the request whose argument it is
     */
    PageUpload(long id, long call, Publisher<?> items, PageProtocol page) {
        this.id = id;
        this.call = call;
        this.items = items;
        this.page = page;
    }

    long id() {
        return id;
    }

    long call() {
        return call;
    }

    /** The runtime takes so many items more. On the page's thread. */
    void allow(long more) {
        if (!begun) {
            begun = true;
            items.subscribe(this);
        }
        source.request(more);
    }

    void cancel() {
        isOver = true;
        source.cancel();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        source.set(subscription);
    }

    @Override
    public void onNext(Object item) {
        if (!isOver) {
            try {
                page.send(this, item);
            } catch (RuntimeException e) {
                cancel();
                page.ended(this, e);
            }
        }
    }

    @Override
    public void onComplete() {
        if (!isOver) {
            page.ended(this, null);
        }
    }

    @Override
    public void onError(Throwable error) {
        if (!isOver) {
            page.ended(this, error);
        }
    }
}
