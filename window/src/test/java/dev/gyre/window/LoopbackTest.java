package dev.gyre.window;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.hears;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.assets.AssetSource;
import dev.gyre.assets.Payload;
import dev.gyre.assets.RouteHandler;
import dev.gyre.assets.RouteResponse;
import dev.gyre.event.EventType;
import dev.gyre.ipc.Binding;
import dev.gyre.ipc.PageAccount;
import dev.gyre.ipc.PageSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rooms joined: pages, codes and origins over real sockets. */
class LoopbackTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final EventType<String> NEWS = EventType.of("news.line", String.class);

    static final class Echo {
        @Binding
        String say(String text) {
            return text;
        }
    }

    private final Application app = Application.create(options -> options.backend(BrowserBackend.withoutLaunch())
            .assets(AssetSource.memory(Map.of("/index.html", "<!doctype html>".getBytes(StandardCharsets.UTF_8))))
            .service(new Echo())
            .route(
                    "/api",
                    request -> Mono.just(RouteResponse.text(request.page().window() + request.path())))
            .window("main", window -> window.allow(calls("Echo.*"), hears("news.*")))
            .window("other", window -> window.allow(hears("news.*"))));

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() {
        app.events().register(NEWS);
        app.start();
    }

    @AfterEach
    void close() {
        app.close();
    }

    @Test
    void aPageWithItsCodeCallsJava() throws InterruptedException {
        Page page = connect(app.origin());
        page.hello(code("main"));
        page.send("[2,1,\"Echo.say\",\"\u00fc\ud83d\ude00\u2028\"]");

        assertThat(page.next()).startsWith("[1,");
        assertThat(page.next()).isEqualTo("[3,1,\"\u00fc\\uD83D\\uDE00\u2028\"]");
    }

    @Test
    void aCodeIsGoodOnceAndForItsWindowAlone() throws InterruptedException {
        String code = code("main");
        Page first = connect(app.origin());
        first.hello(code);
        assertThat(first.next()).contains("\"main\"");

        Page second = connect(app.origin());
        second.hello(code);
        assertThat(second.closeCode()).isEqualTo(4409);

        first.send("[2,1,\"Echo.say\",\"still here\"]");
        assertThat(first.next()).isEqualTo("[3,1,\"still here\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAAAAAAAAAAAAAAAAAAAA", "short", "' or 1=1"})
    void aWrongCodeOpensNothing(String code) {
        Page page = connect(app.origin());
        page.hello(code);

        assertThat(page.closeCode()).isIn(4400, 4401);
    }

    @Test
    void nothingIsAnsweredBeforeTheHello() {
        Page page = connect(app.origin());
        page.send("[2,1,\"Echo.say\",\"x\"]");

        assertThat(page.closeCode()).isEqualTo(4400);
        assertThat(page.messages).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1", "http://localhost"})
    void aForeignOriginGetsNoSocket(String origin) {
        assertThatThrownBy(() -> connect(origin))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(403));
    }

    @Test
    void aSocketWithoutAnOriginIsRefused() throws IOException {
        String answer = raw(
                "GET /gyre/ws HTTP/1.1\r\nHost: " + host() + "\r\nConnection: Upgrade\r\n"
                        + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void aPageHearsOfChangedFilesInDevelopmentOnly() throws Exception {
        Page page = open("main");

        page.send("[11,1,\"gyre.assets.changed\"]");

        assertThat(page.next()).startsWith("[4,1,\"not_available\"");
        assertThat(raw("GET /gyre/gyre.js HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n"))
                .contains("export function call(")
                .doesNotContain("gyre.assets.changed");
    }

    @Test
    void aReboundNameIsRefused() throws IOException {
        String port = host().substring(host().indexOf(':'));

        assertThat(raw("GET / HTTP/1.1\r\nHost: evil.example" + port + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421 ")
                .doesNotContain("doctype");
        assertThat(raw("GET / HTTP/1.1\r\nHost: LOCALHOST" + port + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aPageReachesARouteWithItsTokenAsLongAsItLives() throws Exception {
        Page page = connect(app.origin());
        page.hello(code("main"));
        String token = token(page.next());

        assertThat(get("/api/x", token).body()).isEqualTo("main/api/x");
        assertThat(get("/api/x", token + "x").statusCode()).isEqualTo(403);
        assertThat(get("/api/x", "").statusCode()).isEqualTo(403);

        Page next = connect(app.origin());
        next.hello(code("main"));
        String nextToken = token(next.next());
        assertThat(get("/api/x", token).statusCode()).isEqualTo(403);
        assertThat(get("/api/x", nextToken).body()).isEqualTo("main/api/x");

        app.window("main").orElseThrow().close();
        assertThat(get("/api/x", nextToken).statusCode()).isEqualTo(403);
    }

    @Test
    void aPayloadDiesWithThePageItWasMintedFor() throws Exception {
        Window window = app.window("main").orElseThrow();
        RouteHandler handler =
                request -> Mono.just(RouteResponse.text("for " + request.page().window()));
        assertThatThrownBy(() -> window.payload(handler))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("payload: no page (expected: one, shown in window \"main\")");
        open("main");
        Payload payload = window.payload(handler);
        Payload closed = window.payload(handler);
        closed.close();

        assertThat(get(payload.path(), "").body()).isEqualTo("for main");
        assertThat(get(closed.path(), "").statusCode()).isEqualTo(403);
        open("main"); // takes the place of the first page
        assertThat(get(payload.path(), "").statusCode()).isEqualTo(403);
    }

    @Test
    void aStreamEndsWithItsPage() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Page page = open("main");
        Payload payload = app.window("main")
                .orElseThrow()
                .payload(request -> Mono.just(RouteResponse.stream(
                        "text/event-stream",
                        Flux.<ByteBuffer>never()
                                .doOnSubscribe(any -> running.countDown())
                                .doOnCancel(cancelled::countDown))));
        CompletableFuture<HttpResponse<String>> reading = client.sendAsync(
                HttpRequest.newBuilder(URI.create(app.origin() + payload.path()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();

        app.window("main").flatMap(Window::session).orElseThrow().end();

        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(page.closeCode()).isPositive();
        assertThatThrownBy(() -> reading.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    }

    private static String token(String welcome) {
        int at = welcome.indexOf("\"token\":\"") + 9;
        return welcome.substring(at, welcome.indexOf('"', at));
    }

    private HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(app.origin() + path))
                        .header("Gyre-Token", token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aPageThatDoesNotReadCostsOnlyItself() throws InterruptedException {
        Page reading = open("main");
        Page paused = open("other");
        AtomicLong heard = new AtomicLong();
        reading.onMessage = message -> heard.addAndGet(message.split("\"news.line\"", -1).length - 1L);
        CountDownLatch subscribed = new CountDownLatch(2);
        for (Page page : new Page[] {reading, paused}) {
            page.awaitReply("[3,1]", subscribed);
            page.send("[11,1,\"news.*\"]");
            page.send("[13]");
        }
        assertThat(subscribed.await(20, TimeUnit.SECONDS)).isTrue();
        paused.pause();
        String line = "x".repeat(1024);
        long floor = usedHeap();

        int events = 100_000; // 100 MB, had anyone kept them
        for (int i = 0; i < events; i++) {
            app.events().publish(NEWS, line);
            if (i % 256 == 0) {
                long sofar = i;
                awaitUntil(() -> heard.get() >= sofar - 256);
            }
        }
        awaitUntil(() -> heard.get() == events);

        PageAccount held = session("other").account();
        assertThat(held.dropped()).isGreaterThan(events / 2);
        assertThat(held.waiting()).isLessThanOrEqualTo(1024);
        assertThat(held.offered()).isEqualTo(held.sent() + held.dropped() + held.waiting());
        assertThat(session("main").account().dropped()).isZero();
        assertThat(usedHeap() - floor).isLessThan(40 << 20);
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private PageSession session(String window) {
        return app.window(window).flatMap(Window::session).orElseThrow();
    }

    private void awaitUntil(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as(() ->
                            session("main").account() + " / " + session("other").account())
                    .isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private String code(String window) {
        String link = app.window(window).orElseThrow().link();
        return link.substring(link.indexOf("#gyre=") + "#gyre=".length());
    }

    private String host() {
        return app.origin().substring("http://".length());
    }

    private Page open(String window) throws InterruptedException {
        Page page = connect(app.origin());
        page.hello(code(window));
        assertThat(page.next()).startsWith("[1,");
        return page;
    }

    private Page connect(String origin) {
        Page page = new Page();
        page.socket = client.newWebSocketBuilder()
                .header("Origin", origin)
                .buildAsync(URI.create("ws://" + host() + "/gyre/ws"), page)
                .join();
        return page;
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), Integer.parseInt(host().substring(host().indexOf(':') + 1)))) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A page as bare as can be: text in, text out. Confirms what it reads, as a page must. */
    private static final class Page implements WebSocket.Listener {

        private static final int CONFIRM_EVERY_MESSAGES = 16;
        private static final int CONFIRM_EVERY_CHARACTERS = 65_536;

        final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        final BlockingQueue<Integer> closes = new LinkedBlockingQueue<>();
        volatile Consumer<String> onMessage = messages::add;
        private final StringBuilder text = new StringBuilder();
        private volatile boolean paused;
        private long received = -1; // the welcome does not count
        private int unconfirmed;
        WebSocket socket;

        void hello(String code) {
            send("[0,1,\"" + code.replace("\"", "\\\"") + "\"]");
        }

        void send(String message) {
            socket.sendText(message, true).join();
        }

        void pause() {
            paused = true;
        }

        String next() throws InterruptedException {
            String message = messages.poll(20, TimeUnit.SECONDS);
            assertThat(message).as("a message within 20 s").isNotNull();
            return message;
        }

        void awaitReply(String reply, CountDownLatch latch) {
            Consumer<String> later = onMessage;
            onMessage = message -> {
                if (message.contains(reply)) {
                    onMessage = later;
                    latch.countDown();
                }
            };
        }

        int closeCode() {
            try {
                Integer code = closes.poll(20, TimeUnit.SECONDS);
                assertThat(code).as("a close within 20 s").isNotNull();
                return code;
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                String message = text.toString();
                text.setLength(0);
                onMessage.accept(message);
                confirm(message.length());
            }
            if (!paused) {
                webSocket.request(1);
            }
            return null;
        }

        private void confirm(int characters) {
            received++;
            unconfirmed += characters;
            if (received > 0 && (received % CONFIRM_EVERY_MESSAGES == 0 || unconfirmed >= CONFIRM_EVERY_CHARACTERS)) {
                unconfirmed = 0;
                send("[15," + received + "]");
            }
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closes.add(statusCode);
            return null;
        }
    }
}
