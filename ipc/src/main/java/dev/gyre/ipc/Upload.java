package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JavaType;
import java.io.IOException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;

/**
 * A stream that a page sends as an argument of a call. The page may send what the binding has asked for, as far as the
 * bytes that wait for the binding leave room; what it sends beyond that fails the upload.
 *
 * <p>Items come on the transport's thread and are handed to the call threads, on which the binding hears them. Credit is
 * counted under the lock of this object, under which nothing is called.
 */
final class Upload {

    /** Items that may wait for the binding, or be on their way to it. */
    private static final int WINDOW = 256;

    /** Their bytes; one item may always come. */
    private static final int ROOM = 1 << 20;

    /** Taken for the size of an item before one has come: the first credit is small. */
    private static final int FIRST_SIZE = 64 << 10;

    /** An end that meets an item which is being handed over comes after it: that takes no time worth speaking of. */
    static final Sinks.EmitFailureHandler IN_TURN = (signal, result) -> result == Sinks.EmitResult.FAIL_NON_SERIALIZED;

    private final long id;
    private final ValueReader reader;
    private final Call call;
    private final Sinks.Many<Object> sink =
            Sinks.many().unicast().onBackpressureBuffer(Queues.get(WINDOW).get());

    /** What the binding has asked for and the page was not allowed yet. */
    private long wanted;

    /** What the page was allowed and did not send yet. */
    private long allowed;

    /** What came and the binding has not taken yet. */
    private long waiting;

    private int size = FIRST_SIZE;
    private boolean isOver;

    Upload(long id, ValueReader reader, Call call) {
        this.id = id;
        this.reader = reader;
        this.call = call;
    }

    long id() {
        return id;
    }

    JavaType itemType() {
        return reader.type();
    }

    /** What the binding is given. */
    Flux<Object> items(Scheduler threads) {
        return sink.asFlux()
                .doOnRequest(this::want)
                .doOnCancel(this::unwanted)
                .publishOn(threads, WINDOW)
                .doOnNext(any -> taken());
    }

    private void want(long more) {
        synchronized (this) {
            wanted = Operators.addCap(wanted, more);
        }
        allow();
    }

    private void taken() {
        synchronized (this) {
            waiting--;
        }
        allow();
    }

    /** Gives the page credit for what is wanted and has room, when that is worth a frame. */
    private void allow() {
        long more;
        synchronized (this) {
            long room = Math.max(1, Math.min(WINDOW, ROOM / size));
            more = Math.min(wanted, room - allowed - waiting);
            if (isOver || more <= 0 || allowed > room / 2) {
                return;
            }
            wanted -= more;
            allowed += more;
        }
        call.session().answer(Frame.credit(id, more));
    }

    /**
     * Takes the rest of a frame of items. Called by the transport's thread.
     *
     * @param bytes the size of the message
     * @throws CallException if there are more than was allowed, or one does not fit
     */
    void take(FrameParser parser, int bytes) throws IOException {
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object item = reader.read(parser);
            if (item == null) {
                throw CallException.refusal(CallException.BAD_ARGUMENT, "item: null (expected: a value)");
            }
            count();
            sink.emitNext(item, IN_TURN);
            count++;
        }
        synchronized (this) {
            size = count == 0 ? size : Math.max(1, Math.max(bytes / count, size * 7 / 8));
        }
    }

    private synchronized void count() {
        if (allowed == 0) {
            throw CallException.refusal(
                    CallException.BAD_FRAME, "items: one more than was allowed (expected: credit first)");
        }
        allowed--;
        waiting++;
    }

    /** The page has sent the last item. */
    void complete() {
        if (finish()) {
            sink.emitComplete(IN_TURN);
        }
    }

    /** The page cannot send the rest. */
    void fail(Throwable error) {
        if (finish()) {
            sink.emitError(error, IN_TURN);
        }
    }

    /** What the page sent does not fit, which it is told by a cancel. */
    void refuse(CallException error) {
        if (finish()) {
            call.session().answer(Frame.cancel(id));
            sink.emitError(error, IN_TURN);
        }
    }

    /** The binding wants no more, and hears no more. */
    private void unwanted() {
        if (finish()) {
            call.session().answer(Frame.cancel(id));
        }
    }

    /** Its call is over. */
    void abandon() {
        refuse(new CallException(CallException.CANCELLED, "the upload is not wanted any more"));
    }

    private boolean finish() {
        synchronized (this) {
            if (isOver) {
                return false;
            }
            isOver = true;
        }
        call.calls().forget(this);
        return true;
    }
}
