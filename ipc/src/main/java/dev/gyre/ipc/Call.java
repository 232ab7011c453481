package dev.gyre.ipc;

import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One call under way. Whatever happens first settles it, and what comes later is ignored, so that the page gets exactly
 * one outcome: behind the items, where the result is a stream.
 *
 * <pre>{@code
 * started -> running -> (its stage, mono or stream under way) -> settled
 *     `----------`------------------ cancel ---------------------'
 * }</pre>
 */
final class Call implements Runnable, Cancellation {

    private static final @Nullable Object[] NONE = {};

    private final long id;
    private final BoundMethod method;
    private final Calls calls;
    private final AtomicBoolean settled = new AtomicBoolean();

    /** Where the result is a stream. */
    private final @Nullable ItemSender items;

    /** Given before it is started. */
    private @Nullable Object[] arguments = NONE;

    private final List<Upload> uploads = new ArrayList<>(0);

    /** The thread that runs the method now. Guarded by this, so that no other task is ever interrupted. */
    private @Nullable Thread runner;

    /** Ends what the method began. Guarded by this. */
    private @Nullable Disposable underWay;

    /** To be done when it is cancelled. Guarded by this. */
    private final List<Runnable> onCancel = new ArrayList<>(0);

    private volatile boolean cancelled;

    Call(long id, BoundMethod method, Calls calls) {
        this.id = id;
        this.method = method;
        this.calls = calls;
        this.items = method.isStream() ? calls.newSender(this) : null;
    }

    long id() {
        return id;
    }

    BoundMethod method() {
        return method;
    }

    Calls calls() {
        return calls;
    }

    LiveSession session() {
        return calls.session();
    }

    boolean isStream() {
        return items != null;
    }

    List<Upload> uploads() {
        return uploads;
    }

    /** Reads the arguments, which may name uploads of this call. */
    void read(FrameInput frame) throws IOException {
        arguments = method.read(frame, this);
    }

    /** An upload that belongs to this call, as its binding hears it. */
    Flux<Object> upload(long upload, ObjectReader reader) {
        if (upload == id || calls.isUsed(upload) || uploads.stream().anyMatch(other -> other.id() == upload)) {
            throw new CallException(CallException.BAD_ARGUMENT, "upload: " + upload + " (expected: an unused id)");
        }
        Upload opened = new Upload(upload, reader, this);
        uploads.add(opened);
        return opened.items(calls.scheduler());
    }

    void credit(long more) {
        if (items != null) {
            items.credit(more);
        }
    }

    @Override
    public void run() {
        if (!begin()) {
            return;
        }
        Object result = null;
        Throwable failure = null;
        try {
            result = method.invoke(arguments);
        } catch (Throwable e) {
            failure = e;
        } finally {
            end();
        }
        if (failure != null) {
            fail(failure);
        } else {
            tryFollow(result);
        }
    }

    private synchronized boolean begin() {
        if (settled.get()) {
            return false;
        }
        runner = Thread.currentThread();
        return true;
    }

    private synchronized void end() {
        runner = null;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                onCancel.add(action);
                return;
            }
        }
        calls.tell(this, action);
    }

    /** Whatever the page asked for is no longer wanted; also when its session ends. */
    void cancel() {
        settle(() -> {
            if (items != null) {
                items.forget();
            }
            answer(calls.error(id, CallException.CANCELLED, "cancelled"));
            stop();
        });
    }

    /** Ends what the method does, or has begun: before its uploads, whose end would come to nobody. */
    private void stop() {
        Disposable ending;
        List<Runnable> actions;
        synchronized (this) {
            cancelled = true;
            if (runner != null && runner != Thread.currentThread()) {
                runner.interrupt();
            }
            ending = underWay;
            actions = List.copyOf(onCancel);
        }
        actions.forEach(action -> calls.tell(this, action));
        if (ending != null) {
            ending.dispose();
        }
    }

    /** Settles a call that never started. */
    void refuse(String message) {
        settle(() -> answer(calls.error(id, CallException.OVERLOADED, message)));
    }

    /** A stage, mono or stream of the application's own making may throw when it is asked. */
    private void tryFollow(@Nullable Object result) {
        try {
            if (items != null) {
                underWay(items);
                items.subscribeTo(flux(result).subscribeOn(calls.scheduler()));
            } else {
                follow(result);
            }
        } catch (Throwable e) {
            fail(e);
        }
    }

    private static Flux<?> flux(@Nullable Object result) {
        if (result instanceof Publisher<?> publisher) {
            return Flux.from(publisher);
        }
        if (result instanceof Stream<?> stream) {
            return Flux.fromStream(stream);
        }
        throw new IllegalStateException("result: null (expected: a stream)");
    }

    private void follow(@Nullable Object result) {
        if (result instanceof Mono<?> mono) {
            ValueReceiver receiver = new ValueReceiver(this);
            mono.subscribe(receiver);
            underWay(receiver);
        } else if (result instanceof CompletionStage<?> stage) {
            underWay(() -> cancelStage(stage));
            stage.whenComplete((value, error) -> {
                if (error == null) {
                    complete(value);
                } else {
                    fail(error);
                }
            });
        } else {
            complete(result);
        }
    }

    private static void cancelStage(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (UnsupportedOperationException e) {
            // A stage that cannot be cancelled runs on; its outcome is ignored.
        }
    }

    private void underWay(Disposable ending) {
        synchronized (this) {
            underWay = ending;
        }
        if (settled.get()) {
            ending.dispose();
        }
    }

    /** The method has given its result. */
    void complete(@Nullable Object value) {
        settle(() -> {
            try {
                answer(calls.reply(this, value));
            } catch (IOException | RuntimeException | StackOverflowError e) {
                answer(calls.unsendable(this, e));
            }
        });
    }

    /** The stream has given its last item. */
    void completeItems() {
        settle(() -> answer(Frame.complete(id)));
    }

    /** An item cannot be encoded. */
    void unsendable(Throwable error) {
        settle(() -> answer(calls.unsendable(this, error)));
    }

    void fail(Throwable error) {
        settle(() -> answer(calls.failed(this, error)));
    }

    private void answer(EncodedFrame outcome) {
        if (items != null) {
            items.end(outcome);
        } else {
            session().answer(outcome);
        }
    }

    private void settle(Runnable outcome) {
        if (settled.compareAndSet(false, true)) {
            calls.settled(this);
            try {
                outcome.run();
            } finally {
                uploads.forEach(Upload::abandon);
            }
        }
    }
}
