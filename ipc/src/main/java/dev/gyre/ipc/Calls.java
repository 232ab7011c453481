package dev.gyre.ipc;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/** The calls, streams and uploads of one session that are under way. Started by its transport's thread, settled by any. */
final class Calls {

    private final ConcurrentMap<Long, Call> underWay = new ConcurrentHashMap<>();
    private final ConcurrentMap<Long, Upload> uploads = new ConcurrentHashMap<>();
    private final AtomicInteger streams = new AtomicInteger();
    private final LiveSession session;
    private final IpcRuntime runtime;
    private volatile boolean ended;

    Calls(LiveSession session, IpcRuntime runtime) {
        this.session = session;
        this.runtime = runtime;
    }

    LiveSession session() {
        return session;
    }

    /** Calls that have one value as their outcome. */
    int inFlight() {
        return underWay.size() - streams.get();
    }

    /** Streams and uploads. */
    int streaming() {
        return streams.get() + uploads.size();
    }

    boolean isUsed(long id) {
        return underWay.containsKey(id) || uploads.containsKey(id);
    }

    Scheduler scheduler() {
        return runtime.threads().scheduler();
    }

    ItemSender newSender(Call call) {
        return new ItemSender(call, session.encoder(), session.outbound());
    }

    void start(Call call) {
        boolean atOnce = call.method().isNonBlocking();
        if (atOnce) {
            call.run();
        }
        if (call.isSettled()) {
            return;
        }
        list(call);
        if (!atOnce && !runtime.threads().tryExecute(call)) {
            call.refuse("calls: " + runtime.limits().callsAtOnce() + " are under way (expected: fewer)");
        }
    }

    /** So that the page, and the end of the session, find it. */
    private void list(Call call) {
        // Uploads first: a session that ends meanwhile settles the calls it finds, which forget their uploads.
        for (Upload upload : call.uploads()) {
            uploads.put(upload.id(), upload);
        }
        underWay.put(call.id(), call);
        if (call.isStream()) {
            streams.incrementAndGet();
        }
        if (ended) {
            call.cancel();
        }
        if (call.isSettled()) { // perhaps before it was listed, by another thread
            settled(call);
            call.uploads().forEach(this::forget);
        }
    }

    /** Unknown ids are calls that were settled while the frame was on its way. */
    void cancel(long id) {
        Call call = underWay.get(id);
        if (call != null) {
            call.cancel();
        }
    }

    void credit(long id, long more) {
        Call call = underWay.get(id);
        if (call != null) {
            call.credit(more);
        }
    }

    @Nullable
    Upload upload(long id) {
        return uploads.get(id);
    }

    void forget(Upload upload) {
        uploads.remove(upload.id(), upload);
    }

    void end() {
        ended = true;
        underWay.values().forEach(Call::cancel);
    }

    void settled(Call call) {
        if (underWay.remove(call.id(), call) && call.isStream()) {
            streams.decrementAndGet();
        }
    }

    EncodedFrame reply(Call call, @Nullable Object value) throws IOException {
        return value == null
                ? Frame.reply(call.id())
                : session.encoder().reply(call.id(), call.method().writer(), value);
    }

    EncodedFrame error(long id, String kind, String message) {
        return session.encoder().error(id, kind, message);
    }

    /** A result that cannot be encoded is a failure, never an empty success. */
    EncodedFrame unsendable(Call call, Throwable error) {
        String name = call.method().name();
        runtime.log().warn(() -> "the result of " + name + " cannot be sent: " + error, error);
        return error(
                call.id(), CallException.FAILED, "the result of " + name + " cannot be sent" + Text.unsendable(error));
    }

    EncodedFrame failed(Call call, Throwable thrown) {
        Throwable error = unwrapped(thrown);
        CallException declared = error instanceof CallException own ? own : mapped(call, error);
        if (declared != null) {
            return error(call.id(), declared.kind(), declared.getMessage());
        }
        String name = call.method().name();
        runtime.log().warn(() -> "binding " + name + " failed: " + error, error);
        return error(call.id(), CallException.FAILED, runtime.devMode() ? Text.trace(error) : name + " failed");
    }

    private @Nullable CallException mapped(Call call, Throwable error) {
        try {
            return call.method().errors().map(error);
        } catch (Throwable failing) {
            runtime.log().warn(() -> "the error mapping of " + call.method().name() + " failed: " + failing, failing);
            return null;
        }
    }

    private static Throwable unwrapped(Throwable error) {
        boolean wrapper = error instanceof CompletionException || error instanceof ExecutionException;
        Throwable cause = error.getCause();
        return wrapper && cause != null ? cause : error;
    }

    /** Runs what a binding wants done when its call is cancelled. */
    void tell(Call call, Runnable action) {
        try {
            action.run();
        } catch (Throwable error) {
            runtime.log().warn(() -> "binding " + call.method().name() + " failed to be cancelled: " + error, error);
        }
    }
}
