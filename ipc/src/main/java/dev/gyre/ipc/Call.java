package dev.gyre.ipc;

import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * One call under way. Whatever happens first settles it, and what comes later is ignored, so that the page gets exactly
 * one outcome.
 *
 * <pre>{@code
 * started -> running -> (its stage or mono under way) -> settled
 *     `----------`------------------ cancel -----------------'
 * }</pre>
 */
final class Call implements Runnable {

    private final long id;
    private final BoundMethod method;
    private final @Nullable Object[] arguments;
    private final Calls calls;
    private final AtomicBoolean settled = new AtomicBoolean();

    /** The thread that runs the method now. Guarded by this, so that no other task is ever interrupted. */
    private @Nullable Thread runner;

    /** Ends what the method began. Guarded by this. */
    private @Nullable Disposable underWay;

    Call(long id, BoundMethod method, @Nullable Object[] arguments, Calls calls) {
        this.id = id;
        this.method = method;
        this.arguments = arguments;
        this.calls = calls;
    }

    long id() {
        return id;
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

    /** Whatever the page asked for is no longer wanted; also when its session ends. */
    void cancel() {
        if (!settle(() -> calls.error(id, CallException.CANCELLED, "cancelled"))) {
            return;
        }
        Disposable ending;
        synchronized (this) {
            if (runner != null) {
                runner.interrupt();
            }
            ending = underWay;
        }
        if (ending != null) {
            ending.dispose();
        }
    }

    /** Settles a call that never started. */
    void refuse(String message) {
        settle(() -> calls.error(id, CallException.OVERLOADED, message));
    }

    /** A stage or mono of the application's own making may throw when it is asked. */
    private void tryFollow(@Nullable Object result) {
        try {
            follow(result);
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void follow(@Nullable Object result) {
        if (result instanceof Mono<?> mono) {
            // The value may be missing: a mono that completes empty stands for null.
            underWay(mono.subscribe(this::complete, this::fail, () -> complete(null)));
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

    private void complete(@Nullable Object value) {
        settle(() -> {
            try {
                calls.reply(id, method, value);
            } catch (IOException | RuntimeException | StackOverflowError e) {
                calls.unsendable(id, method, e);
            }
        });
    }

    private void fail(Throwable error) {
        settle(() -> calls.failed(id, method, error));
    }

    private boolean settle(Runnable outcome) {
        if (!settled.compareAndSet(false, true)) {
            return false;
        }
        calls.settled(this);
        outcome.run();
        return true;
    }
}
