package dev.gyre.ipc;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The calls of one session that are under way. Started by its transport's thread, settled by any. */
final class Calls {

    private final ConcurrentMap<Long, Call> underWay = new ConcurrentHashMap<>();
    private final LiveSession session;
    private final IpcRuntime runtime;
    private volatile boolean ended;

    Calls(LiveSession session, IpcRuntime runtime) {
        this.session = session;
        this.runtime = runtime;
    }

    int inFlight() {
        return underWay.size();
    }

    boolean contains(long id) {
        return underWay.containsKey(id);
    }

    void start(long id, BoundMethod method, @Nullable Object[] arguments) {
        Call call = new Call(id, method, arguments, this);
        underWay.put(id, call);
        if (ended) {
            call.cancel();
        } else if (!runtime.threads().tryExecute(call)) {
            call.refuse("calls: " + runtime.limits().callsAtOnce() + " are under way (expected: fewer)");
        }
    }

    /** Unknown ids are calls that were settled while the frame was on its way. */
    void cancel(long id) {
        Call call = underWay.get(id);
        if (call != null) {
            call.cancel();
        }
    }

    void end() {
        ended = true;
        underWay.values().forEach(Call::cancel);
    }

    void settled(Call call) {
        underWay.remove(call.id(), call);
    }

    void reply(long id, BoundMethod method, @Nullable Object value) throws IOException {
        session.answer(value == null ? Frame.reply(id) : runtime.encoder().reply(id, method.result(), value));
    }

    void error(long id, String kind, String message) {
        session.answer(runtime.encoder().error(id, kind, message));
    }

    /** A result that cannot be encoded is a failure, never an empty success. */
    void unsendable(long id, BoundMethod method, Throwable error) {
        runtime.log().warn(() -> "the result of " + method.name() + " cannot be sent: " + error, error);
        error(id, CallException.FAILED, "the result of " + method.name() + " cannot be sent" + Text.unsendable(error));
    }

    void failed(long id, BoundMethod method, Throwable thrown) {
        Throwable error = unwrapped(thrown);
        if (error instanceof CallException declared) {
            error(id, declared.kind(), declared.getMessage());
            return;
        }
        runtime.log().warn(() -> "binding " + method.name() + " failed: " + error, error);
        error(id, CallException.FAILED, runtime.devMode() ? Text.trace(error) : method.name() + " failed");
    }

    private static Throwable unwrapped(Throwable error) {
        boolean wrapper = error instanceof CompletionException || error instanceof ExecutionException;
        Throwable cause = error.getCause();
        return wrapper && cause != null ? cause : error;
    }
}
