package dev.gyre.ipc;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
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

    private static final VarHandle SETTLED = settledHandle();
    private static final @Nullable Object[] NONE = {};

    private final long id;
    private final BoundMethod method;
    private final Calls calls;

    /** Where the result is a stream. */
    private final @Nullable ItemSender items;

    /** Given before it is started. */
    private @Nullable Object[] arguments = NONE;

    private List<Upload> uploads = List.of();

    /** The thread that runs the method now. Guarded by this, so that no other task is ever interrupted. */
    private @Nullable Thread runner;

    /** Ends what the method began. Guarded by this. */
    private @Nullable Disposable underWay;

    /** To be done when it is cancelled. Guarded by this. */
    private List<Runnable> onCancel = List.of();

    private volatile boolean cancelled;

    /** Set once, by a compare-and-set. */
    private volatile boolean settled;

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
    void read(FrameParser parser) throws IOException {
        arguments = method.read(parser, this);
    }

    /** An upload that belongs to this call, as its binding hears it. */
    Flux<Object> upload(long upload, ValueReader reader) {
        if (upload == id || calls.isUsed(upload) || uploads.stream().anyMatch(other -> other.id() == upload)) {
            throw CallException.refusal(CallException.BAD_ARGUMENT, "upload: " + upload + " (expected: an unused id)");
        }
        Upload opened = new Upload(upload, reader, this);
        uploads = with(uploads, opened);
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
        if (settled) {
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
                onCancel = with(onCancel, action);
                return;
            }
        }
        calls.tell(this, action);
    }

    /** Whatever the page asked for is no longer wanted; also when its session ends. */
    void cancel() {
        if (!settle()) {
            return;
        }
        if (items != null) {
            items.forget();
        }
        try {
            answer(calls.error(id, CallException.CANCELLED, "cancelled"));
            stop();
        } finally {
            uploads.forEach(Upload::abandon);
        }
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
            actions = onCancel;
        }
        actions.forEach(action -> calls.tell(this, action));
        if (ending != null) {
            ending.dispose();
        }
    }

    /** Settles a call that never started. */
    void refuse(String message) {
        if (settle()) {
            conclude(calls.error(id, CallException.OVERLOADED, message));
        }
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
        if (settled) {
            ending.dispose();
        }
    }

    /** The method has given its result. */
    void complete(@Nullable Object value) {
        if (settle()) {
            conclude(reply(value));
        }
    }

    private EncodedFrame reply(@Nullable Object value) {
        try {
            return calls.reply(this, value);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return calls.unsendable(this, e);
        }
    }

    /** The stream has given its last item. */
    void completeItems() {
        if (settle()) {
            conclude(Frame.complete(id));
        }
    }

    /** An item cannot be encoded. */
    void unsendable(Throwable error) {
        if (settle()) {
            conclude(calls.unsendable(this, error));
        }
    }

    void fail(Throwable error) {
        if (settle()) {
            conclude(calls.failed(this, error));
        }
    }

    /** The one outcome. */
    private void answer(EncodedFrame outcome) {
        if (items != null) {
            items.end(outcome);
        } else {
            session().answer(outcome);
        }
    }

    /** The outcome, and the end of what belongs to the call. */
    private void conclude(EncodedFrame outcome) {
        try {
            answer(outcome);
        } finally {
            uploads.forEach(Upload::abandon);
        }
    }

    boolean isSettled() {
        return settled;
    }

    /** True for the first, who owes the page the outcome. */
    private boolean settle() {
        if (!SETTLED.compareAndSet(this, false, true)) {
            return false;
        }
        calls.settled(this);
        return true;
    }

    /** Most calls have none of what is listed: no list is made before there is one. */
    private static <T> List<T> with(List<T> listed, T more) {
        List<T> longer = new ArrayList<>(listed);
        longer.add(more);
        return longer;
    }

    private static VarHandle settledHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Call.class, "settled", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
