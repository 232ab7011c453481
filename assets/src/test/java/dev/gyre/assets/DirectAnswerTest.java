package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.assets.spi.DirectRequest;
import dev.gyre.assets.spi.DirectResponse;
import dev.gyre.event.EventBus;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A server without a port answers as one that has one. */
final class DirectAnswerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] NOTHING = new byte[0];
    private static final Map<String, String> TOKEN = Map.of("Gyre-Token", Pages.TOKEN);

    private final byte[] large = counting(3 << 20);
    private final EventBus bus = EventBus.create();
    private final AtomicLong produced = new AtomicLong();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final AssetServer server = AssetServer.start(options -> options.withoutPort("app.local")
            .source(AssetSource.memory(Map.of("index.html", "<p>".getBytes(UTF_8), "large.bin", large)))
            .routeProof(new Pages())
            .bus(bus)
            .route(
                    "/echo",
                    request -> request.body()
                            .reduce(0, (sum, bytes) -> sum + bytes.remaining())
                            .map(sum -> RouteResponse.text(request.method() + " " + sum)))
            .route("/endless", request -> Mono.just(RouteResponse.stream("text/plain", endless())))
            .route(
                    "/broken",
                    request -> Mono.just(RouteResponse.stream(
                            "text/plain",
                            Flux.just(ByteBuffer.wrap(new byte[] {1}))
                                    .concatWith(Mono.error(new RuntimeException("expected")))))));

    private static byte[] counting(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return bytes;
    }

    private Flux<ByteBuffer> endless() {
        return Flux.<ByteBuffer>generate(sink -> {
                    produced.incrementAndGet();
                    sink.next(ByteBuffer.allocate(64 << 10));
                })
                .doOnCancel(cancelled::countDown);
    }

    @AfterEach
    void close() {
        server.close();
        bus.close();
    }

    private DirectResponse ask(String method, String target, Map<String, String> headers, byte[] body) {
        return server.answer(new DirectRequest(method, target, headers, ByteBuffer.wrap(body)))
                .block(PATIENCE);
    }

    private DirectResponse get(String target, String... field) {
        return ask("GET", target, field.length == 0 ? Map.of() : Map.of(field[0], field[1]), NOTHING);
    }

    private static byte[] bytes(DirectResponse response) {
        List<ByteBuffer> parts = response.body().collectList().block(PATIENCE);
        ByteBuffer all = ByteBuffer.allocate(
                parts.stream().mapToInt(ByteBuffer::remaining).sum());
        parts.forEach(all::put);
        return all.array();
    }

    private static String text(DirectResponse response) {
        return new String(bytes(response), UTF_8);
    }

    @Test
    void filesComeWithTheFieldsThatASocketWouldGet() {
        DirectResponse page = get("/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers())
                .containsEntry("content-type", "text/html; charset=utf-8")
                .containsEntry("content-length", "3")
                .containsEntry("x-content-type-options", "nosniff")
                .containsKeys("content-security-policy", "etag")
                .doesNotContainKeys("connection", "transfer-encoding");
        assertThat(text(page)).isEqualTo("<p>");
        DirectResponse known = get("/", "If-None-Match", page.headers().get("etag"));
        assertThat(known.status()).isEqualTo(304);
        assertThat(bytes(known)).isEmpty();
        DirectResponse head = ask("HEAD", "/large.bin", Map.of(), NOTHING);
        assertThat(head.headers()).containsEntry("content-length", String.valueOf(large.length));
        assertThat(bytes(head)).isEmpty();
        assertThat(get("/none").status()).isEqualTo(404);
    }

    @Test
    void filesComeWholeOrInPart() {
        DirectResponse part = get("/large.bin", "Range", "bytes=1000000-1999999");

        assertThat(part.status()).isEqualTo(206);
        assertThat(bytes(part)).isEqualTo(Arrays.copyOfRange(large, 1_000_000, 2_000_000));
        assertThat(bytes(get("/large.bin"))).isEqualTo(large);
    }

    @Test
    void theGateStandsBeforeEverything() {
        assertThat(get("/", "Origin", "https://app.local").status()).isEqualTo(200);
        assertThat(get("/", "Origin", "https://evil.example").status()).isEqualTo(403);
        assertThat(get("/", "Origin", "http://app.local").status()).isEqualTo(403);
        assertThat(get("/", "Sec-Fetch-Site", "cross-site").status()).isEqualTo(403);
        assertThat(get("/echo").status()).isEqualTo(403);
        assertThat(get("/echo", "Gyre-Token", "another").status()).isEqualTo(403);
        assertThat(get("/", "Host", "evil.example").status()).isEqualTo(200); // not the client's to say
        assertThat(get("http://evil.example/").status()).isEqualTo(400);
        assertThatThrownBy(() -> get("/", "X", "a\r\nHost: b")).hasMessage("X: a Host: b (expected: one line)");
    }

    @Test
    void routesTakeBodiesUpToTheLimit() {
        assertThat(text(ask("POST", "/echo", TOKEN, large))).isEqualTo("POST " + large.length);
        assertThat(text(ask("PUT", "/echo", TOKEN, NOTHING))).isEqualTo("PUT 0");
        assertThat(ask("POST", "/echo", TOKEN, new byte[5 << 20]).status()).isEqualTo(413);
    }

    @Test
    void noMoreIsProducedThanIsReadAndALeavingClientCancels() throws InterruptedException {
        DirectResponse response = ask("GET", "/endless", TOKEN, NOTHING);
        CountDownLatch ten = new CountDownLatch(10);
        BaseSubscriber<ByteBuffer> reader = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                request(10);
            }

            @Override
            protected void hookOnNext(ByteBuffer part) {
                ten.countDown();
            }
        };

        response.body().subscribe(reader);

        assertThat(ten.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(get("/").status()).isEqualTo(200);
        assertThat(produced.get()).isLessThan(60);
        reader.cancel();
        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        Await.until(() -> server.connections() == 0);
    }

    @Test
    void aBodyThatBreaksOffIsNoWhole() {
        DirectResponse response = ask("GET", "/broken", TOKEN, NOTHING);

        assertThatThrownBy(() -> bytes(response)).hasMessage("response: cut off (expected: whole)");
        assertThat(server.abortedResponses()).isEqualTo(1);
    }

    @Test
    void whatHasNoPlaceWaits() {
        List<Mono<DirectResponse>> asked = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            asked.add(server.answer(DirectRequest.get("/")));
        }

        List<Integer> read = Flux.fromIterable(asked)
                .flatMap(answer -> answer, 2_000)
                .flatMap(response -> response.body().map(ByteBuffer::remaining), 2_000)
                .collectList()
                .block(PATIENCE);

        assertThat(read).hasSize(2_000).containsOnly(3);
        assertThat(server.refused(Refusal.CONNECTION_LIMIT)).isZero();
    }

    @Test
    void aClosedServerAnswersNothing() {
        server.close();

        assertThatThrownBy(() -> get("/")).hasMessage("response: none (expected: one, of a server that runs)");
    }

    @Test
    void thereIsNoPort() {
        assertThat(server.origin()).isEqualTo("https://app.local");
        assertThatThrownBy(server::port).hasMessage("port: none (expected: a server that was not started without one)");
        assertThatThrownBy(() -> AssetServer.start(
                        options -> options.withoutPort("app.local").port(8080)))
                .hasMessage("port: 8080 (expected: neither, for app.local has no port)");
    }

    @Test
    void aServerWithAPortAnswersSoToo() {
        try (AssetServer listening =
                AssetServer.start(options -> options.source(AssetSource.memory(Map.of("a.txt", NOTHING))))) {
            assertThat(listening
                            .answer(DirectRequest.get("/a.txt"))
                            .block(PATIENCE)
                            .status())
                    .isEqualTo(200);
        }
    }
}
