package dev.gyre.window.jcef;

import dev.gyre.assets.spi.DirectRequest;
import dev.gyre.assets.spi.DirectResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.cef.callback.CefCallback;
import org.cef.callback.CefResourceReadCallback;
import org.cef.callback.CefResourceSkipCallback;
import org.cef.handler.CefLoadHandler;
import org.cef.handler.CefResourceHandlerAdapter;
import org.cef.misc.BoolRef;
import org.cef.misc.IntRef;
import org.cef.misc.LongRef;
import org.cef.misc.StringRef;
import org.cef.network.CefRequest;
import org.cef.network.CefResponse;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One request of a page and its response. Chromium opens, reads and cancels on threads of its own that serve all its requests,
 * and never waits here: it is called back when there is something. It reads at the pace of the page, and the response comes at
 * the pace that it is read.
 */
final class DirectResource extends CefResourceHandlerAdapter {

    /** Buffers on their way: one to be read while the next is made. */
    private static final int AHEAD = 2;

    /** Chromium's own number for what failed without a reason that it knows. */
    private static final int FAILED = -2;

    private static final int UNKNOWN = -1;

    /** Of lengths that fit an int. */
    private static final int MAX_DIGITS = 9;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private static final String WITHHELD =
            "body: a Blob, a File or a stream, which Chromium keeps to itself (expected: text or an ArrayBuffer)";

    private static final Map<String, String> TEXT = Map.of(
            "content-type",
            "text/plain; charset=us-ascii",
            "x-content-type-options",
            "nosniff",
            "cache-control",
            "no-store");

    private final Function<DirectRequest, Mono<DirectResponse>> server;
    private final Disposable.Swap asking = Disposables.swap();
    private final Body body = new Body();

    // Guarded by this. No callback is used after the cancellation: the memory it writes to is gone then.

    private @Nullable DirectResponse response;
    private @Nullable CefResourceReadCallback reading;
    private final Deque<ByteBuffer> parts = new ArrayDeque<>();
    private boolean isOver;
    private boolean hasFailed;
    private boolean isCancelled;

    // Written and read by one call of Chromium's after the other.

    private boolean isDocument;

    /** JCEF cannot say which encoding a text has, and Chromium would take a document for Latin-1: it gets a mark. */
    private boolean isMarked;

    DirectResource(Function<DirectRequest, Mono<DirectResponse>> server) {
        this.server = server;
    }

    @Override
    public boolean open(CefRequest request, BoolRef isDecided, CefCallback callback) {
        isDecided.set(false);
        isDocument = request.getResourceType() == CefRequest.ResourceType.RT_MAIN_FRAME;
        asking.update(DirectRequests.of(request)
                .map(server)
                .orElseGet(() -> Mono.just(text(415, WITHHELD)))
                .subscribe(answer -> answered(answer, callback), failed -> callback.Continue()));
        return true;
    }

    /** A response of the backend's own. */
    static DirectResponse text(int status, String text) {
        return new DirectResponse(status, TEXT, Flux.just(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII))));
    }

    private void answered(DirectResponse answer, CefCallback callback) {
        synchronized (this) {
            response = answer;
        }
        answer.body().subscribe(body);
        callback.Continue();
    }

    @Override
    public synchronized void getResponseHeaders(CefResponse to, IntRef length, StringRef redirect) {
        DirectResponse answer = response;
        if (answer == null) {
            to.setError(CefLoadHandler.ErrorCode.ERR_FAILED);
            return;
        }
        Map<String, String> headers = new HashMap<>(answer.headers());
        String type = headers.getOrDefault("content-type", "");
        isMarked = isDocument && type.toLowerCase(Locale.ROOT).contains("charset=utf-8");
        if (isMarked) {
            headers.remove("content-length");
        }
        String size = headers.getOrDefault("content-length", "");
        length.set(size.isEmpty() || size.length() > MAX_DIGITS ? UNKNOWN : Integer.parseInt(size));
        to.setStatus(answer.status());
        to.setMimeType(type.replaceAll(" *;.*", ""));
        to.setHeaderMap(headers);
    }

    /** The server has seen the same field: what it sends begins where Chromium wants to go. */
    @Override
    public boolean skip(long count, LongRef skipped, CefResourceSkipCallback callback) {
        skipped.set(count);
        return true;
    }

    @Override
    public synchronized boolean read(byte[] to, int room, IntRef count, CefResourceReadCallback callback) {
        mark();
        if (!parts.isEmpty()) {
            count.set(copy(to, room));
            return true;
        }
        if (isOver) {
            count.set(hasFailed ? FAILED : 0);
            return false;
        }
        count.set(0);
        reading = callback;
        return true;
    }

    /** Puts the mark before the first bytes, unless they are one. */
    private void mark() {
        ByteBuffer first = parts.peek();
        if (first != null && isMarked) {
            isMarked = false;
            byte[] begin = new byte[Math.min(BYTE_ORDER_MARK.length, first.remaining())];
            first.duplicate().get(begin);
            if (!Arrays.equals(begin, BYTE_ORDER_MARK)) {
                parts.remove();
                parts.addFirst(ByteBuffer.allocate(BYTE_ORDER_MARK.length + first.remaining())
                        .put(BYTE_ORDER_MARK)
                        .put(first)
                        .flip());
            }
        }
    }

    private int copy(byte[] to, int room) {
        int copied = 0;
        while (copied < room && !parts.isEmpty()) {
            ByteBuffer part = parts.element();
            int count = Math.min(room - copied, part.remaining());
            part.get(to, copied, count);
            copied += count;
            if (!part.hasRemaining()) {
                parts.remove();
                body.request(1);
            }
        }
        return copied;
    }

    /** Tells Chromium, if it waits for that. */
    private void readOn() {
        CefResourceReadCallback waiting = reading;
        if (waiting == null || isCancelled || (parts.isEmpty() && !isOver)) {
            return;
        }
        reading = null;
        mark();
        byte[] to = waiting.getBuffer();
        waiting.Continue(parts.isEmpty() ? hasFailed ? FAILED : 0 : copy(to, to.length));
    }

    @Override
    public void cancel() {
        synchronized (this) {
            isCancelled = true;
            reading = null;
            parts.clear();
        }
        asking.dispose();
        body.dispose();
    }

    private final class Body extends BaseSubscriber<ByteBuffer> {

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(AHEAD);
        }

        @Override
        protected void hookOnNext(ByteBuffer part) {
            synchronized (DirectResource.this) {
                parts.add(part);
                readOn();
            }
        }

        @Override
        protected void hookOnComplete() {
            end(false);
        }

        @Override
        protected void hookOnError(Throwable cause) {
            end(true);
        }

        private void end(boolean isFailure) {
            synchronized (DirectResource.this) {
                isOver = true;
                hasFailed = isFailure;
                readOn();
            }
        }
    }
}
