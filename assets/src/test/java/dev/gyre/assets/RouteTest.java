package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.event.EventBus;
import dev.gyre.event.Lane;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

final class RouteTest {

    private static final String PROOF = "Gyre-Token: " + Pages.TOKEN;

    private final Pages pages = new Pages();
    private final EventBus bus = EventBus.create();
    private AssetServer server;

    private int start(Consumer<AssetServerOptions> configure) {
        server = AssetServer.start(options -> {
            options.source(AssetSource.memory(Map.of(
                            "api/x", "file".getBytes(UTF_8), "apix", "file".getBytes(UTF_8), "a", "A".getBytes(UTF_8))))
                    .bus(bus)
                    .routeProof(pages);
            configure.accept(options);
        });
        return server.port();
    }

    private int serve(RouteHandler handler) {
        return start(options -> options.route("/api", handler));
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
        bus.close();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static Mono<RouteResponse> echo(RouteRequest request) {
        return Mono.just(RouteResponse.stream("application/octet-stream", request.body()));
    }

    // Which requests

    @ParameterizedTest
    @CsvSource({
        "/api, 200, /api",
        "/api/, 200, /api/",
        "/api/x, 200, /api/x",
        "/api/x?q=1, 200, /api/x",
        "/api/y/z, 200, /api/y/z",
        "/%61pi/x, 200, /api/x",
        "/api/deep/er, 200, deep /api/deep/er",
        "/api/deeper, 200, /api/deeper",
        "/x/../api, 200, /api",
        "/apix, 200, file",
        "/a, 200, A",
        "/Api, 404, 404 Not Found",
        "/api%2fx, 404, 404 Not Found",
    })
    void matchesAtTheEndsOfSegmentsAndBeforeFiles(String target, int status, String text) throws IOException {
        int port = start(options -> options.route("/api", request -> Mono.just(RouteResponse.text(request.path())))
                .route("/api/deep", request -> Mono.just(RouteResponse.text("deep " + request.path()))));

        Wire.Reply reply = Wire.ask(port, Wire.get(port, target, PROOF));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text().strip()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "api", "/api/", "/gyre/x", "/gyre", "/a/../b", "/a b.", "/a\u0000b"})
    void refusesAPrefixThatIsNone(String prefix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AssetServerOptions().route(prefix, RouteTest::echo))
                .withMessageStartingWith("route: " + prefix + " (expected: ");
    }

    @Test
    void refusesARouteTwiceAndRoutesWithoutABus() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new AssetServerOptions().route("/api", RouteTest::echo).route("/api", RouteTest::echo));
        assertThatThrownBy(() -> AssetServer.start(options -> options.route("/api", RouteTest::echo)))
                .hasMessage("bus: none (expected: one, whose workers run [/api])");
    }

    @Test
    void leavesNothingOnTheBusWhenItsPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThatThrownBy(() ->
                            start(options -> options.port(taken.getLocalPort()).route("/api", RouteTest::echo)))
                    .isInstanceOf(AssetException.class)
                    .hasMessageStartingWith("port: ");
        }

        assertThat(bus.subscriptions()).isEmpty();
    }

    // Proof

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: 1",
                "Gyre-Token: wrong",
                "Gyre-Token:",
                "Cookie: Gyre-Token=" + Pages.TOKEN,
                "Gyre-Token: " + Pages.TOKEN + "\r\nGyre-Token: " + Pages.TOKEN
            })
    void answers403ToWhoeverHasNoProof(String field) throws IOException {
        AtomicInteger calls = new AtomicInteger();
        int port = serve(request -> {
            calls.incrementAndGet();
            return Mono.just(RouteResponse.text("secret"));
        });

        for (String target : List.of("/api/x", "/api?gyre-token=" + Pages.TOKEN)) {
            Wire.Reply reply = Wire.ask(port, Wire.get(port, target, field));
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.text()).isEqualTo("403 Forbidden\n");
        }
        assertThat(calls).hasValue(0);
        assertThat(server.refused(Refusal.PROOF)).isEqualTo(2);
    }

    @Test
    void hidesTheTokenFromTheHandler() throws IOException {
        int port = serve(request ->
                Mono.just(RouteResponse.text(request + " " + request.header("Gyre-Token") + " " + request.header("X")
                        + " " + request.query() + " " + request.page().window())));

        assertThat(Wire.ask(port, Wire.get(port, "/api/q?a=b", PROOF, "X: 1")).text())
                .isEqualTo("GET /api/q null 1 a=b main");
    }

    @ParameterizedTest
    @CsvSource({"OPTIONS, 403", "TRACE, 405", "BREW, 405"})
    void refusesOtherMethods(String method, int status) throws IOException {
        int port = serve(RouteTest::echo);

        assertThat(Wire.ask(port, Wire.request(method, port, "/api", PROOF)).status())
                .isEqualTo(status);
    }

    // Responses

    @Test
    void runsHandlersOnAWorkerAndStreamsOnThreadsOfTheirOwn() throws IOException {
        Queue<String> threads = new ConcurrentLinkedQueue<>();
        int port = serve(request -> {
            threads.add(Thread.currentThread().getName());
            return Mono.just(RouteResponse.stream("text/plain", Flux.generate(sink -> {
                threads.add(Thread.currentThread().getName());
                sink.next(bytes("x"));
                sink.complete();
            })));
        });

        assertThat(Wire.ask(port, Wire.get(port, "/api", PROOF)).text()).isEqualTo("x");
        assertThat(threads).hasSize(2);
        assertThat(threads.poll()).startsWith("gyre-worker");
        assertThat(threads.poll()).startsWith("gyre-route");
    }

    @Test
    void sendsStatusFieldsAndTheSecurityFields() throws IOException {
        int port = serve(request -> Mono.just(RouteResponse.bytes("Text/HTML", "<p>".getBytes(UTF_8))
                .status(201)
                .header("X-Own", "a b")
                .header("x-own", "c")));

        Wire.Reply reply = Wire.ask(port, Wire.get(port, "/api", PROOF));

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.text()).isEqualTo("<p>");
        assertThat(reply.headers())
                .containsEntry("content-type", "text/html")
                .containsEntry("content-length", "3")
                .containsEntry("x-own", "c")
                .containsEntry("cache-control", "no-store")
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("connection", "keep-alive")
                .containsKeys("content-security-policy", "date", "x-frame-options")
                .doesNotContainKeys("transfer-encoding", "access-control-allow-origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length",
                "transfer-encoding",
                "Connection",
                "Content-Type",
                "Upgrade",
                "Trailer",
                "X-Frame-Options",
                "Content-Security-Policy",
                "Access-Control-Allow-Origin",
                "a b",
                "a:",
                "a\r\nb",
                "",
                "\u00e4"
            })
    void refusesFieldsThatAreNotTheHandlers(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RouteResponse.text("").header(name, "1"))
                .withMessageStartingWith("header: " + name + " (expected: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX: y", "a\nb", "a\rb", "a\u0000", "a\u010a", "a\u560d\u560a", " a", "a\t"})
    void refusesValuesThatCouldEndTheLine(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RouteResponse.text("").header("X-Own", value))
                .withMessageStartingWith("header X-Own: " + value + " (expected: ");
    }

    @Test
    void refusesAMediaTypeOrStatusThatIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> RouteResponse.stream("text", Flux.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> RouteResponse.empty(100));
        assertThatIllegalArgumentException().isThrownBy(() -> RouteResponse.empty(600));
        assertThatIllegalArgumentException().isThrownBy(() -> RouteResponse.stream("a/b", -1, Flux.empty()));
        assertThat(RouteResponse.bytes("text/plain; x=\"a\r\nb\"", new byte[0]).mediaType())
                .isEqualTo("text/plain");
    }

    @Test
    void answersHeadEmptyOnesAndNothing() throws IOException {
        AtomicInteger pulled = new AtomicInteger();
        int port = serve(request -> switch (request.path()) {
            case "/api/none" -> Mono.empty();
            case "/api/204" -> Mono.just(RouteResponse.empty(204));
            case "/api/bytes" -> Mono.just(RouteResponse.text("12345"));
            default ->
                Mono.just(RouteResponse.stream(
                        "text/plain",
                        Flux.just(bytes("x"))
                                .doOnSubscribe(any -> pulled.incrementAndGet())
                                .hide()));
        });

        try (Wire wire = new Wire(port)) {
            Wire.Reply bytes =
                    wire.send(Wire.request("HEAD", port, "/api/bytes", PROOF)).read(true);
            assertThat(bytes.header("content-length")).isEqualTo("5");
            Wire.Reply stream =
                    wire.send(Wire.request("HEAD", port, "/api/stream", PROOF)).read(true);
            assertThat(stream.headers()).doesNotContainKeys("content-length", "transfer-encoding");
            assertThat(pulled).hasValue(0);
            assertThat(wire.send(Wire.get(port, "/api/none", PROOF)).read().status())
                    .isEqualTo(404);
            Wire.Reply empty = wire.send(Wire.get(port, "/api/204", PROOF)).read();
            assertThat(empty.status()).isEqualTo(204);
            assertThat(empty.headers()).doesNotContainKeys("content-length", "transfer-encoding");
            assertThat(wire.send(Wire.get(port, "/api/stream", PROOF)).read().text())
                    .isEqualTo("x");
            assertThat(wire.send(Wire.get(port, "/a")).read().text()).isEqualTo("A");
        }
    }

    @Test
    void delimitsAStreamByTheEndOfTheConnectionForAnOldClient() throws IOException {
        int port = serve(request -> Mono.just(RouteResponse.stream(
                "text/plain",
                request.path().equals("/api")
                        ? Flux.just(bytes("ab"), bytes("cd"))
                        : Flux.concat(Mono.just(bytes("ab")), Mono.error(new IllegalStateException("quiet"))))));

        try (Wire wire = new Wire(port)) {
            wire.send("GET /api HTTP/1.0\r\nConnection: keep-alive\r\nHost: 127.0.0.1:" + port + "\r\n" + PROOF
                    + "\r\n\r\n");
            assertThat(wire.readToEnd())
                    .contains("connection: close")
                    .endsWith("\r\n\r\nabcd")
                    .doesNotContain("chunked");
        }
        try (Wire wire = new Wire(port)) {
            wire.send("GET /api/broken HTTP/1.0\r\nHost: 127.0.0.1:" + port + "\r\n" + PROOF + "\r\n\r\n");
            assertThatThrownBy(wire::readToEnd).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void sendsEachItemAsItComes() throws IOException {
        Sinks.Many<ByteBuffer> items = Sinks.many().unicast().onBackpressureBuffer();
        int port = serve(request -> Mono.just(RouteResponse.stream("text/event-stream", items.asFlux())));

        try (Wire wire = new Wire(port)) {
            wire.send(Wire.get(port, "/api", PROOF));
            assertThat(wire.readHead()).startsWith("HTTP/1.1 200 ").contains("text/event-stream");
            for (String item : List.of("data: 1\n\n", "data: 2\n\n", "data: 3\n\n")) {
                items.tryEmitNext(bytes(item)).orThrow();
                assertThat(new String(wire.readChunk(), UTF_8)).isEqualTo(item);
            }
            items.tryEmitComplete().orThrow();
            assertThat(wire.readChunk()).isEmpty();
            assertThat(wire.send(Wire.get(port, "/a")).read().text()).isEqualTo("A");
        }
    }

    @Test
    void aQuietStreamOutlivesTheIdleTime() throws IOException {
        Sinks.Many<ByteBuffer> items = Sinks.many().unicast().onBackpressureBuffer();
        int port = start(options -> options.limits(
                        limits -> limits.headerTime(Duration.ofSeconds(5)).idleTime(Duration.ofMillis(50)))
                .route("/api", request -> Mono.just(RouteResponse.stream("text/event-stream", items.asFlux()))));

        try (Wire wire = new Wire(port);
                Wire idle = new Wire(port)) {
            wire.send(Wire.get(port, "/api", PROOF));
            wire.readHead();
            assertThat(idle.isClosedByServer()).isTrue();

            Mono.delay(Duration.ofMillis(120)).block();
            items.tryEmitNext(bytes("late")).orThrow();
            assertThat(new String(wire.readChunk(), UTF_8)).isEqualTo("late");
        }
    }

    @Test
    void reportsWhatWasAnswered() throws IOException {
        Queue<AssetRequest> reports = new ConcurrentLinkedQueue<>();
        bus.on(AssetRequest.TYPE, reports::add);
        int port = serve(request -> Mono.just(RouteResponse.stream("a/b", Flux.just(bytes("abc"), bytes("de")))));

        Wire.ask(port, Wire.get(port, "/api/x?secret", PROOF));

        Await.until(() -> !reports.isEmpty());
        AssetRequest report = reports.element();
        assertThat(report.path()).isEqualTo("/api/x");
        assertThat(report.bytes()).isEqualTo(5);
        assertThat(report.status()).isEqualTo(200);
    }

    // Failures

    @ParameterizedTest
    @ValueSource(strings = {"throws", "error", "null", "linkage", "stream", "checked", "fatal"})
    void answers500AndNothingElseToAFailure(String how) throws IOException {
        int port = serve(request -> switch (how) {
            case "throws" -> throw new IllegalStateException("secret");
            case "checked" -> throw new IOException("secret");
            case "linkage" -> throw new NoClassDefFoundError("secret");
            case "error" -> Mono.error(new StackOverflowError("secret"));
            case "fatal" ->
                Mono.fromCallable(() -> {
                    throw new NoClassDefFoundError("secret");
                });
            case "stream" -> Mono.just(RouteResponse.stream("a/b", Flux.error(new IllegalStateException("secret"))));
            default -> null;
        });

        try (Wire wire = new Wire(port)) {
            Wire.Reply reply = wire.send(Wire.get(port, "/api", PROOF)).read();
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.text()).isEqualTo("500 Internal Server Error\n");
            assertThat(wire.send(Wire.get(port, "/a")).read().text()).isEqualTo("A");
        }
        assertThat(server.failedRequests()).isEqualTo(1);
        assertThat(server.abortedResponses()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "longer", "shorter"})
    void abortsWhatFailsAfterItsBeginning(String how) throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        int port = serve(request -> {
            Flux<ByteBuffer> first = Flux.just(bytes("abc"));
            return Mono.just(
                    switch (how) {
                        case "longer" -> RouteResponse.stream("a/b", 4, first.concatWith(first));
                        case "shorter" -> RouteResponse.stream("a/b", 4, first);
                        default ->
                            RouteResponse.stream(
                                    "a/b",
                                    first.concatWith(Mono.<ByteBuffer>fromRunnable(() -> await(begun))
                                            .then(Mono.error(new IllegalStateException("quiet")))));
                    });
        });

        try (Wire wire = new Wire(port)) {
            wire.send(Wire.get(port, "/api", PROOF));
            if (how.equals("error")) {
                wire.readHead();
                assertThat(wire.readChunk()).hasSize(3);
                begun.countDown();
                assertThatThrownBy(wire::readChunk).isInstanceOfAny(EOFException.class, SocketException.class);
            } else {
                assertThatThrownBy(wire::read).isInstanceOfAny(EOFException.class, SocketException.class);
            }
        }
        assertThat(server.abortedResponses()).isEqualTo(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void answers504ToALateHandlerAndCancelsIt() throws IOException, InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        int port = start(options -> options.answerTime(Duration.ofMillis(50))
                .route("/api", request -> Mono.<RouteResponse>never().doOnCancel(cancelled::countDown)));

        try (Wire wire = new Wire(port)) {
            assertThat(wire.send(Wire.get(port, "/api", PROOF)).read().status()).isEqualTo(504);
            assertThat(wire.send(Wire.get(port, "/a")).read().text()).isEqualTo("A");
        }
        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(server.refused(Refusal.LATE)).isEqualTo(1);
    }

    /** The second request is answered behind the first on the lane, once everybody on the bus has heard of that. */
    @Test
    void asksItsHandlerOnceThoughAnotherServerHearsTheLane() throws IOException {
        AtomicLong asked = new AtomicLong();
        int port = start(options -> options.answerTime(Duration.ofMillis(50))
                .route("/slow", request -> {
                    asked.incrementAndGet();
                    return Mono.never();
                })
                .route("/asked", request -> Mono.just(RouteResponse.text(asked.toString()))));
        AssetServer first = server;
        start(options -> options.route("/slow", RouteTest::echo));

        try (first) {
            assertThat(Wire.ask(port, Wire.get(port, "/slow", PROOF)).status()).isEqualTo(504);
            assertThat(Wire.ask(port, Wire.get(port, "/asked", PROOF)).text()).isEqualTo("1");
        }
    }

    @Test
    void answers503WhenTheLaneIsFull() throws Exception {
        bus.close();
        EventBus small =
                EventBus.create(options -> options.workers(1).lane(Lane.WEBVIEW_REQUESTS, lane -> lane.capacity(2)));
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        small.on(AssetRequest.TYPE, blocked -> {
            entered.countDown();
            await(release);
        });
        try (small) {
            int port =
                    start(options -> options.bus(small).route("/api", request -> Mono.just(RouteResponse.text("x"))));
            AssetRequest any = new AssetRequest("GET", "/", 200, 0, Duration.ZERO);
            small.publish(AssetRequest.TYPE, any);
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
            while (small.tryPublish(AssetRequest.TYPE, any).isAccepted()) {
                // until it is full
            }

            int status = Wire.ask(port, Wire.get(port, "/api", PROOF)).status();
            release.countDown();

            assertThat(status).isEqualTo(503);
            assertThat(server.refused(Refusal.BUSY)).isEqualTo(1);
            Await.until(() -> small.lanes().stream().allMatch(lane -> lane.depth() == 0));
            assertThat(Wire.ask(port, Wire.get(port, "/api", PROOF)).text()).isEqualTo("x");
        } finally {
            release.countDown();
        }
    }

    // Back-pressure and cancellation

    @Test
    void asksForNoMoreThanASlowClientTakes() throws IOException {
        AtomicLong made = new AtomicLong();
        int port = serve(request -> Mono.just(RouteResponse.stream(
                "a/b",
                Flux.<ByteBuffer>generate(sink -> {
                            made.incrementAndGet();
                            sink.next(ByteBuffer.wrap(new byte[100_000]));
                        })
                        .take(2_000))));

        try (Wire wire = new Wire(port)) {
            wire.socket().setReceiveBufferSize(64 * 1024);
            wire.send(Wire.get(port, "/api", PROOF));
            wire.readHead();
            long settled = Await.settled(made);
            assertThat(settled)
                    .as("of 200 MB, what sockets and one window hold")
                    .isLessThan(200);

            int chunks = 0;
            while (wire.readChunk().length > 0) {
                chunks++;
            }
            assertThat(chunks).isEqualTo(2_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "quiet", "full"})
    void cancelsWhenTheClientGoes(String when) throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        int port = serve(request -> switch (when) {
            case "before" ->
                Mono.<RouteResponse>never()
                        .doOnSubscribe(any -> running.countDown())
                        .doOnCancel(cancelled::countDown);
            case "quiet" ->
                Mono.just(RouteResponse.stream(
                        "text/event-stream",
                        Flux.<ByteBuffer>never()
                                .doOnSubscribe(any -> running.countDown())
                                .doOnCancel(cancelled::countDown)));
            default ->
                Mono.just(RouteResponse.stream(
                        "a/b",
                        Flux.<ByteBuffer>generate(sink -> sink.next(ByteBuffer.wrap(new byte[100_000])))
                                .doOnSubscribe(any -> running.countDown())
                                .doOnCancel(cancelled::countDown)));
        });

        try (Wire wire = new Wire(port)) {
            wire.send(Wire.get(port, "/api", PROOF));
            await(running);
        }

        await(cancelled);
        Await.until(() -> server.connections() == 0);
    }

    @Test
    void cancelsWhenThePageEnds() throws Exception {
        CountDownLatch running = new CountDownLatch(2);
        CountDownLatch cancelled = new CountDownLatch(2);
        int port = serve(request -> request.path().equals("/api/late")
                ? Mono.<RouteResponse>never()
                        .doOnSubscribe(any -> running.countDown())
                        .doOnCancel(cancelled::countDown)
                : Mono.just(RouteResponse.stream(
                        "text/event-stream",
                        Flux.<ByteBuffer>never()
                                .doOnSubscribe(any -> running.countDown())
                                .doOnCancel(cancelled::countDown))));

        try (Wire late = new Wire(port);
                Wire events = new Wire(port)) {
            late.send(Wire.get(port, "/api/late", PROOF));
            events.send(Wire.get(port, "/api", PROOF));
            events.readHead();
            await(running);

            pages.end();
            server.endPage(Pages.PAGE);

            await(cancelled);
            assertThat(late.read().status()).isEqualTo(403);
            assertThat(events.isClosedByServer()).isTrue();
            assertThat(Wire.ask(port, Wire.get(port, "/api", PROOF)).status()).isEqualTo(403);
        }
    }

    // Payloads

    @Test
    void aPayloadNeedsNoTokenAndDiesWithItsPage() throws IOException {
        int port = start(options -> {});
        RouteHandler handler =
                request -> Mono.just(RouteResponse.text("for " + request.page().window()));
        Payload payload = server.payload(Pages.PAGE, handler);
        Payload closed = server.payload(Pages.PAGE, handler);

        assertThat(payload.path()).matches("/gyre/payload/[\\w-]{22}").isNotEqualTo(closed.path());
        assertThat(Wire.ask(port, Wire.get(port, payload.path())).text()).isEqualTo("for main");
        assertThat(Wire.ask(port, Wire.get(port, closed.path() + "?x")).status())
                .isEqualTo(200);
        closed.close();
        assertThat(Wire.ask(port, Wire.get(port, closed.path())).status()).isEqualTo(403);
        for (String other : List.of("/gyre/payload/", "/gyre/payload/AAAAAAAAAAAAAAAAAAAAAA", payload.path() + "A")) {
            assertThat(Wire.ask(port, Wire.get(port, other)).status()).isEqualTo(403);
        }

        pages.end();
        server.endPage(Pages.PAGE);
        assertThat(Wire.ask(port, Wire.get(port, payload.path())).status()).isEqualTo(403);
        assertThatThrownBy(() -> server.payload(Pages.PAGE, handler)).hasMessage("page of window \"main\" has ended");
    }

    // Uploads

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void handsABodyToTheHandler(String method) throws IOException {
        int port = serve(RouteTest::echo);

        try (Wire wire = new Wire(port)) {
            wire.send(Wire.request(method, port, "/api", PROOF, "Content-Length: 10") + "0123456789");
            assertThat(wire.read().text()).isEqualTo("0123456789");
            wire.send(Wire.request(method, port, "/api", PROOF, "Transfer-Encoding: chunked")
                    + "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nTrailer: 1\r\n\r\n" + Wire.get(port, "/a"));
            assertThat(wire.read().text()).isEqualTo("abcdefg");
            assertThat(wire.read().text()).isEqualTo("A");
        }
    }

    @Test
    void readsABodyAsItIsAskedFor() throws Exception {
        Sinks.One<Flux<ByteBuffer>> body = Sinks.one();
        int port = start(options -> options.limits(limits -> limits.bodyBytes(64 << 20))
                .route("/api", request -> {
                    body.tryEmitValue(request.body());
                    return Mono.<RouteResponse>never();
                }));
        AtomicLong sent = new AtomicLong();

        try (Wire wire = new Wire(port)) {
            wire.send(Wire.request("POST", port, "/api", PROOF, "Content-Length: " + (64 << 20)));
            Thread sender = new Thread(() -> Await.sendAll(wire, 64, sent), "sender");
            sender.start();
            Flux<ByteBuffer> upload = body.asMono().block(Duration.ofSeconds(10));
            assertThat(Await.settled(sent))
                    .as("sent to a handler that does not read")
                    .isLessThan(16 << 20);

            AtomicLong read = new AtomicLong();
            upload.doOnNext(bytes -> read.addAndGet(bytes.remaining())).blockLast(Duration.ofSeconds(20));
            assertThat(read).hasValue(64 << 20);
            sender.join(10_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ignores", "cancels", "fails", "forbidden"})
    void dropsABodyThatNobodyReadsAndGoesOn(String how) throws IOException {
        int port = serve(request -> switch (how) {
            case "cancels" -> request.body().next().thenReturn(RouteResponse.text("first"));
            case "fails" -> throw new IllegalStateException("quiet");
            default -> Mono.just(RouteResponse.text("first"));
        });
        String proof = how.equals("forbidden") ? "X: 1" : PROOF;

        try (Wire wire = new Wire(port)) {
            for (int i = 0; i < 3; i++) {
                wire.send(Wire.request("POST", port, "/api", proof, "Content-Length: 2000000"));
                wire.send(new byte[2_000_000]);
                wire.send(Wire.get(port, "/a"));
                assertThat(wire.read().status())
                        .isEqualTo(how.equals("fails") ? 500 : how.equals("forbidden") ? 403 : 200);
                assertThat(wire.read().text()).isEqualTo("A");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"Content-Length: 11, 0", "Transfer-Encoding: chunked, b", "Transfer-Encoding: chunked, 6"})
    void refusesABodyThatIsTooLarge(String framing, String firstSize) throws IOException {
        Sinks.One<Throwable> failure = Sinks.one();
        int port = start(options -> options.limits(limits -> limits.bodyBytes(10))
                .route(
                        "/api",
                        request ->
                                request.body().then(Mono.<RouteResponse>never()).doOnError(failure::tryEmitValue)));

        try (Wire wire = new Wire(port)) {
            wire.send(Wire.request("POST", port, "/api", PROOF, framing));
            wire.send(firstSize.equals("6") ? "6\r\nabcdef\r\n6\r\nabcdef\r\n" : firstSize + "\r\n");
            assertThat(wire.read().status()).isEqualTo(413);
        }
        assertThat(server.refused(Refusal.BODY_TOO_LARGE)).isEqualTo(1);
        if (firstSize.equals("6")) {
            assertThat(failure.asMono().block(Duration.ofSeconds(10))).isInstanceOf(AssetException.class);
        }
    }

    @Test
    void failsAnUploadWhoseClientGoes() throws IOException {
        CountDownLatch running = new CountDownLatch(1);
        Sinks.One<Throwable> failure = Sinks.one();
        int port = serve(request -> {
            request.body().doOnNext(any -> running.countDown()).subscribe(any -> {}, failure::tryEmitValue);
            return Mono.never();
        });

        try (Wire wire = new Wire(port)) {
            wire.send(Wire.request("POST", port, "/api", PROOF, "Content-Length: 10") + "abc");
            await(running);
        }

        assertThat(failure.asMono().block(Duration.ofSeconds(10))).hasMessage("body: the client has gone");
    }

    @Test
    void closesASlowUploadThatIsWaitedFor() throws IOException {
        int port = start(options -> options.limits(
                        limits -> limits.headerTime(Duration.ofSeconds(5)).idleTime(Duration.ofMillis(100)))
                .route("/api", RouteTest::echo));

        try (Wire wire = new Wire(port)) {
            wire.send(Wire.request("POST", port, "/api", PROOF, "Content-Length: 10"));
            assertThat(wire.read().status()).isEqualTo(408);
        }
        assertThat(server.refused(Refusal.TIMEOUT)).isEqualTo(1);
    }

    @Test
    void handsABodyToOneSubscriber() throws IOException {
        int port = serve(request -> request.body()
                .then(request.body().then())
                .thenReturn(RouteResponse.text("never"))
                .onErrorResume(twice -> Mono.just(RouteResponse.text(String.valueOf(twice.getMessage())))));

        try (Wire wire = new Wire(port)) {
            wire.send(Wire.request("POST", port, "/api", PROOF, "Content-Length: 1") + "x");
            assertThat(wire.read().text()).isEqualTo("body: subscribed before (expected: one subscriber)");
        }
    }

    @Test
    void keepsPipelinedRequestsInOrder() throws IOException {
        int port = serve(request -> Mono.delay(Duration.ofMillis(20), Schedulers.parallel())
                .map(later -> RouteResponse.text(request.path())));

        try (Wire wire = new Wire(port)) {
            wire.send(Wire.get(port, "/api/1", PROOF) + Wire.get(port, "/a") + Wire.get(port, "/api/2", PROOF));
            assertThat(wire.read().text()).isEqualTo("/api/1");
            assertThat(wire.read().text()).isEqualTo("A");
            assertThat(wire.read().text()).isEqualTo("/api/2");
        }
    }

    @Test
    void closesWithStreamsUnderWay() throws IOException {
        int port = serve(request -> Mono.just(RouteResponse.stream("text/event-stream", Flux.never())));

        try (Wire wire = new Wire(port)) {
            wire.send(Wire.get(port, "/api", PROOF));
            assertThat(wire.readHead().getBytes(ISO_8859_1)).isNotEmpty();

            server.close(Duration.ofMillis(50)).block(Duration.ofSeconds(10));

            assertThat(wire.isClosedByServer()).isTrue();
        }
    }
}
