package dev.gyre.assets;

import dev.gyre.assets.spi.PageOwner;
import dev.gyre.assets.spi.RouteProof;
import dev.gyre.event.EventBus;
import dev.gyre.event.EventType;
import dev.gyre.event.Lane;
import dev.gyre.event.Subscription;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Runs the application's handlers, each away from the event loops: a handler on the worker of the lane of web-view requests,
 * the streams of its request and response, and what it wants to hear of a cancellation, on threads of their own. Thread-safe.
 */
final class Routes implements AutoCloseable {

    /** What travels over the lane. The worker that hears it runs the handler. */
    static final EventType<Task> TYPE =
            EventType.of("gyre.assets.route", Task.class).on(Lane.WEBVIEW_REQUESTS);

    /** Buffers of an upload that may wait for its handler, each at most what one read of a socket gives. */
    private static final int UPLOAD_PREFETCH = 4;

    /** Streams that block at a time; more share these threads. Each ends when it was idle for a while. */
    private static final int THREADS = 32;

    /** Steps of streams that wait for a thread: several for each connection there may be. */
    private static final int STEPS = 16 * 1024;

    private static final int THREAD_SECONDS = 10;

    private final Map<String, RouteHandler> handlers;
    private final RouteProof proof;
    private final AssetHandler assets;
    private final @Nullable EventBus bus;
    private final @Nullable Subscription runs;
    private final PageBelongings belongings;
    private final Payloads payloads;
    private @Nullable Scheduler threads;

    Routes(Map<String, RouteHandler> handlers, RouteProof proof, AssetHandler assets, @Nullable EventBus bus) {
        this.handlers = handlers;
        this.proof = proof;
        this.assets = assets;
        this.bus = bus;
        this.runs = bus == null ? null : bus.on(TYPE, this::run);
        this.belongings = new PageBelongings(proof);
        this.payloads = new Payloads(belongings);
    }

    /** Servers on the same bus hear each other's. */
    private void run(Task task) {
        if (task.owner() == this) {
            task.step().run();
        }
    }

    /** A step of a route, for a worker. Prints nothing of what it carries. */
    record Task(Routes owner, Runnable step) {

        @Override
        public String toString() {
            return "route";
        }
    }

    PageBelongings belongings() {
        return belongings;
    }

    Payload mint(PageOwner owner, RouteHandler handler) {
        if (bus == null) {
            throw new IllegalStateException("payload: the server has no bus, whose workers run handlers");
        }
        return payloads.mint(owner, handler);
    }

    /** Who answers a request, or null if none of this answers it. */
    @Nullable
    StreamSource find(WebRequest asked) {
        String target = asked.target();
        if (handlers.isEmpty() && !target.startsWith(Payloads.FOLDER)) {
            return null;
        }
        AssetPath path = AssetPath.parse(target);
        if (path == null) {
            return null;
        }
        if (path.value().startsWith(Payloads.FOLDER)) {
            Payloads.Minted minted = payloads.find(path.value());
            return call -> minted == null ? refused() : answer(call, path, minted.owner(), minted.handler());
        }
        RouteHandler handler = handler(path.value());
        return handler == null ? null : call -> prove(call, path, handler);
    }

    /** That of the longest prefix which ends where a segment of the path does. */
    private @Nullable RouteHandler handler(String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            RouteHandler handler = handlers.get(path.substring(0, end));
            if (handler != null) {
                return handler;
            }
        }
        return null;
    }

    private Publisher<Streamed> prove(StreamSource.StreamCall call, AssetPath path, RouteHandler handler) {
        String token = call.asked().header(RouteRequest.TOKEN);
        PageOwner owner = token == null ? null : proof.owner(token);
        return owner == null ? refused() : answer(call, path, owner, handler);
    }

    private static Publisher<Streamed> refused() {
        return Mono.error(new RefusedException(Refusal.PROOF));
    }

    private Publisher<Streamed> answer(
            StreamSource.StreamCall call, AssetPath path, PageOwner owner, RouteHandler handler) {
        Runnable end = call.writer()::pageEnded;
        if (!belongings.add(owner, end)) {
            return refused();
        }
        call.writer().onEnd(() -> belongings.remove(owner, end));
        RouteRequest request = new RouteRequest(call.asked(), path, owner, body(call.upload()));
        return onLane(Mono.defer(() -> guarded(handler, request)))
                .switchIfEmpty(Mono.fromSupplier(() -> RouteResponse.empty(404)))
                .map(response -> streamed(response, call.asked()));
    }

    /** Reactor lets some Errors through: none of them may cost the client its answer. */
    private static Disposable subscribe(Mono<RouteResponse> handled, MonoSink<RouteResponse> sink) {
        try {
            return handled.subscribe(sink::success, sink::error, sink::success);
        } catch (Throwable anything) {
            sink.error(anything);
            return Disposables.disposed();
        }
    }

    private static Mono<RouteResponse> guarded(RouteHandler handler, RouteRequest request) {
        try {
            return handler.handle(request);
        } catch (Throwable anything) {
            return Mono.error(anything);
        }
    }

    private Mono<RouteResponse> onLane(Mono<RouteResponse> handled) {
        return Mono.create(sink -> {
            Disposable.Swap running = Disposables.swap();
            sink.onDispose(running);
            Task task = new Task(this, () -> {
                if (!running.isDisposed()) {
                    running.update(subscribe(handled.cancelOn(threads()), sink));
                }
            });
            if (bus == null || !bus.tryPublish(TYPE, task).isAccepted()) {
                sink.error(new RefusedException(Refusal.BUSY));
            }
        });
    }

    /** Copied off the pooled buffers: what a handler keeps or forgets costs nobody but itself. */
    private Flux<ByteBuffer> body(Upload upload) {
        return Flux.from(upload).map(Routes::copy).publishOn(threads(), UPLOAD_PREFETCH);
    }

    private static ByteBuffer copy(ByteBuf bytes) {
        try {
            ByteBuffer copy = ByteBuffer.allocate(bytes.readableBytes());
            bytes.readBytes(copy);
            return copy.flip();
        } finally {
            bytes.release();
        }
    }

    private Streamed streamed(RouteResponse response, WebRequest asked) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set("Cache-Control", "no-store");
        response.headers().forEach(headers::set);
        assets.fields(response.mediaType()).forEach(headers::set);
        boolean isBodyWanted = !asked.method().equals("HEAD");
        Publisher<ByteBuf> body = isBodyWanted ? body(response) : Mono.empty();
        return new Streamed(response.status(), headers, response.length(), response.isEventStream(), body);
    }

    private Publisher<ByteBuf> body(RouteResponse response) {
        Flux<ByteBuf> bytes = Flux.from(response.body()).map(Unpooled::wrappedBuffer);
        return response.isValue() ? bytes : bytes.cancelOn(threads()).subscribeOn(threads());
    }

    private synchronized Scheduler threads() {
        Scheduler running = threads;
        if (running == null) {
            running = Schedulers.newBoundedElastic(THREADS, STEPS, "gyre-route", THREAD_SECONDS, true);
            threads = running;
        }
        return running;
    }

    @Override
    public synchronized void close() {
        if (runs != null) {
            runs.close();
        }
        if (threads != null) {
            threads.dispose();
        }
    }
}
