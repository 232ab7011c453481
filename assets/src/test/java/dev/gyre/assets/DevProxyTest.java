package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DevProxyTest {

    private static final String NAVIGATION = "Accept: text/html";

    private AssetServer server;
    private Upstream upstream;

    private int start(Upstream.Script script, Consumer<AssetServerOptions> configure) throws IOException {
        upstream = new Upstream(script);
        server = AssetServer.start(options -> {
            options.source(AssetSource.memory(Map.of("a", "hidden".getBytes(UTF_8))))
                    .runtimeSource(AssetSource.memory(Map.of("gyre.js", "ours".getBytes(UTF_8))))
                    .devServer(upstream.url());
            configure.accept(options);
        });
        return server.port();
    }

    private int start(Upstream.Script script) throws IOException {
        return start(script, options -> {});
    }

    @AfterEach
    void close() throws IOException {
        if (server != null) {
            server.close();
        }
        if (upstream != null) {
            upstream.close();
        }
    }

    private String head() {
        String head = upstream.heads.poll();
        assertThat(head).isNotNull();
        return head;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/a", "/@fs/x/../y?import&t=1", "/@id/__x00__virtual:x", "/%2e%2e/%C3%BC?a=/../b", "/a:b"})
    void passesPathAndQueryUnaltered(String target) throws IOException {
        int port = start(request -> request.answer("theirs"));

        assertThat(Wire.ask(port, Wire.get(port, target)).text()).isEqualTo("theirs");
        assertThat(head()).startsWith("GET " + target + " HTTP/1.1\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "/gyre/gyre.js, ours",
        "/%67yre/gyre.js, ours",
        "/x/../gyre/gyre.js, ours",
        "/gyre/none, 404 Not Found",
        "/gyre/%2e%2e/a, 404 Not Found",
        "/gyre/payload/x, 403 Forbidden"
    })
    void keepsThePathsOfTheRuntime(String target, String text) throws IOException {
        int port = start(request -> request.answer("theirs"));

        assertThat(Wire.ask(port, Wire.get(port, target)).text().strip()).isEqualTo(text);
        assertThat(upstream.heads).isEmpty();
    }

    @Test
    void rewritesWhomARequestIsForAndDropsWhatIsOfOneConnection() throws IOException {
        int port = start(request -> request.answer("theirs"));

        Wire.ask(
                port,
                Wire.get(
                        port,
                        "/",
                        "Origin: http://127.0.0.1:" + port,
                        "Gyre-Token: secret",
                        "X-Kept: 1",
                        "Connection: keep-alive, X-Mine",
                        "X-Mine: 1",
                        "Keep-Alive: timeout=5",
                        "TE: trailers",
                        "Upgrade: h2c",
                        "HTTP2-Settings: x",
                        "Proxy-Authorization: x",
                        "Accept-Encoding: gzip, br"));

        String head = head().toLowerCase(java.util.Locale.ROOT);
        assertThat(head)
                .contains("\r\nhost: localhost:" + upstream.port() + "\r\n")
                .contains("\r\norigin: http://localhost:" + upstream.port() + "\r\n")
                .contains("\r\nx-kept: 1\r\n", "\r\naccept-encoding: gzip, br\r\n")
                .doesNotContain("secret", "x-mine", "connection", "keep-alive", "\r\nte:", "upgrade", "http2", "proxy-")
                .doesNotContain("content-length", "transfer-encoding");
        assertThat(head.split("\r\nhost:", -1)).hasSize(2);
    }

    @Test
    void refusesAtTheGateAsEver() throws IOException {
        int port = start(request -> request.answer("theirs"));

        assertThat(Wire.ask(port, "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")
                        .status())
                .isEqualTo(421);
        assertThat(Wire.ask(port, Wire.get(port, "/", "Origin: http://evil.example"))
                        .status())
                .isEqualTo(403);
        assertThat(Wire.ask(port, Wire.request("OPTIONS", port, "/")).status()).isEqualTo(403);
        assertThat(Wire.ask(
                                port,
                                Wire.request("POST", port, "/", "Content-Length: 3", "Transfer-Encoding: chunked")
                                        + "0\r\n\r\n")
                        .status())
                .isEqualTo(400);
        assertThat(upstream.heads).isEmpty();
    }

    @Test
    void setsTheSecurityFieldsAndDropsTheirs() throws IOException {
        String theirs = """
                HTTP/1.1 200 OK
                Content-Type: text/html
                Content-Length: 2
                Content-Security-Policy: default-src *
                X-Frame-Options: SAMEORIGIN
                Server: vite
                Access-Control-Allow-Origin: *
                Set-Cookie: a=1
                Set-Cookie: b=2
                ETag: "x"
                Connection: X-Mine
                X-Mine: 1
                X-Powered-By: x
                Keep-Alive: timeout=5

                hi""";
        int port = start(request -> request.say(theirs.replace("\n", "\r\n")));

        try (Wire wire = new Wire(port)) {
            wire.send(Wire.get(port, "/"));
            String head = wire.readHead();
            assertThat(head)
                    .containsIgnoringCase(
                            "Content-Security-Policy: default-src 'self'; object-src 'none'; base-uri 'none'; "
                                    + "frame-ancestors 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:")
                    .containsIgnoringCase("\r\nX-Frame-Options: DENY\r\n")
                    .containsIgnoringCase("\r\nX-Content-Type-Options: nosniff\r\n")
                    .containsIgnoringCase("\r\nSet-Cookie: a=1\r\n")
                    .containsIgnoringCase("\r\nSet-Cookie: b=2\r\n")
                    .containsIgnoringCase("\r\nETag: \"x\"\r\n")
                    .doesNotContainIgnoringCase("SAMEORIGIN")
                    .doesNotContainIgnoringCase("src *")
                    .doesNotContainIgnoringCase("\r\nserver:")
                    .doesNotContainIgnoringCase("x-mine")
                    .doesNotContainIgnoringCase("x-powered")
                    .doesNotContainIgnoringCase("\r\nkeep-alive:")
                    .doesNotContainIgnoringCase("access-control");
            assertThat(wire.input().readNBytes(2)).asString(UTF_8).isEqualTo("hi");
        }
    }

    @Test
    void keepsARedirectOnOurOrigin() throws IOException {
        int port = start(request -> request.say(
                "HTTP/1.1 302 Found\r\nLocation: " + upstream.url() + "/base/?x\r\nContent-Length: 0\r\n\r\n"));

        Wire.Reply reply = Wire.ask(port, Wire.get(port, "/"));

        assertThat(reply.status()).isEqualTo(302);
        assertThat(reply.header("location")).isEqualTo("/base/?x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK~Content-Length: 5~~hello | 200 | hello",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2;x=y~he~3~llo~0~T: 1~~ | 200 | hello",
                "HTTP/1.1 200 OK~Connection: close~~hello | 200 | hello",
                "HTTP/1.0 200 OK~~hello | 200 | hello",
                "HTTP/1.1 103 Early Hints~Link: x~~HTTP/1.1 200 OK~Content-Length: 5~~hello | 200 | hello",
                "HTTP/1.1 204 No Content~~ | 204 | ''",
                "HTTP/1.1 304 Not Modified~ETag: \"x\"~~ | 304 | ''",
                "HTTP/1.1 404 Not Found~Content-Length: 4~~none | 404 | none",
            })
    void passesABodyHoweverItIsFramed(String raw, int status, String text) throws IOException {
        int port = start(request -> {
            request.say(raw.replace("~", "\r\n"));
            if (!raw.contains("ength") && !raw.contains("chunked") && status == 200) {
                throw new EOFException("the end of the connection is the end of the body");
            }
        });

        try (Wire wire = new Wire(port)) {
            Wire.Reply reply = wire.send(Wire.get(port, "/")).read();
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.text()).isEqualTo(text);
            assertThat(wire.send(Wire.get(port, "/gyre/gyre.js")).read().text()).isEqualTo("ours");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK~Content-Length: 3~Content-Length: 4~~abcd",
                "HTTP/1.1 200 OK~Content-Length: x~~a",
                "nonsense~~",
                "HTTP/1.1 200 OK~Content-Length: 3~Transfer-Encoding: chunked~~5~hello~0~~",
                "HTTP/1.1 101 Switching~Upgrade: x~~"
            })
    void answers502ToAResponseThatIsNone(String raw) throws IOException {
        int port = start(request -> {
            request.say(raw.replace("~", "\r\n"));
            throw new EOFException("enough");
        });

        Wire.Reply reply = Wire.ask(port, Wire.get(port, "/"));

        assertThat(reply.status()).isEqualTo(502);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK~Content-Length: 5~~he",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~he~",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~he~zz~"
            })
    void abortsAResponseThatWasCutOff(String raw) throws IOException {
        int port = start(request -> {
            request.say(raw.replace("~", "\r\n"));
            throw new EOFException("cut off");
        });

        assertThatThrownBy(() -> Wire.ask(port, Wire.get(port, "/")))
                .isInstanceOfAny(EOFException.class, SocketException.class);
        assertThat(server.abortedResponses()).isEqualTo(1);
    }

    @Test
    void takesNoResponseThatNobodyAskedFor() throws IOException {
        String asked = "HTTP/1.1 200 OK~Content-Length: 2~~ok";
        String evil = "HTTP/1.1 200 OK~Content-Length: 4~~evil";
        int port = start(request -> request.say((asked + evil).replace("~", "\r\n")));

        for (int i = 0; i < 5; i++) {
            assertThat(Wire.ask(port, Wire.get(port, "/")).text()).isEqualTo("ok");
        }
    }

    @Test
    void answersHeadWithoutABody() throws IOException {
        int port = start(request -> request.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"));

        try (Wire wire = new Wire(port)) {
            assertThat(wire.send(Wire.request("HEAD", port, "/")).read(true).header("content-length"))
                    .isEqualTo("5");
            assertThat(wire.send(Wire.request("HEAD", port, "/")).read(true).status())
                    .isEqualTo(200);
        }
        assertThat(upstream.connections).hasValue(1);
    }

    // Uploads

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void passesABodyWithItsOwnFraming(String method) throws IOException {
        String smuggled = "GET /evil HTTP/1.1\r\nHost: x\r\n\r\n";
        int port = start(request -> {
            boolean isChunked = request.head().contains("chunked");
            request.answer(request.body(isChunked ? smuggled.length() + 11 : smuggled.length()));
        });

        try (Wire wire = new Wire(port)) {
            wire.send(Wire.request(method, port, "/", "Content-Length: " + smuggled.length()) + smuggled);
            assertThat(wire.read().text()).isEqualTo(smuggled);
            assertThat(head()).containsIgnoringCase("\r\ncontent-length: " + smuggled.length() + "\r\n");

            String size = Integer.toHexString(smuggled.length());
            wire.send(Wire.request(method, port, "/", "transfer-encoding: CHUNKED") + size + ";a=b\r\n" + smuggled
                    + "\r\n0\r\nEvil: 1\r\n\r\n");
            assertThat(wire.read().text()).isEqualTo(size + "\r\n" + smuggled + "\r\n0\r\n\r\n");
            assertThat(head())
                    .containsIgnoringCase("\r\ntransfer-encoding: chunked\r\n")
                    .doesNotContainIgnoringCase("content-length");
        }
        assertThat(upstream.heads).isEmpty();
    }

    @Test
    void slowsAnUploadDownToWhatTheDevServerTakes() throws Exception {
        CountDownLatch mayRead = new CountDownLatch(1);
        int port = start(
                request -> {
                    assertThat(mayRead.await(20, TimeUnit.SECONDS)).isTrue();
                    request.answer("" + request.body(64 << 20).length());
                },
                options -> options.limits(limits -> limits.bodyBytes(64 << 20)));
        AtomicLong sent = new AtomicLong();
        try (Wire wire = new Wire(port)) {
            wire.send(Wire.request("POST", port, "/", "Content-Length: " + (64 << 20)));
            Thread sender = new Thread(() -> Await.sendAll(wire, 64, sent), "sender");
            sender.start();

            assertThat(Await.settled(sent)).isLessThan(32 << 20);
            mayRead.countDown();

            assertThat(wire.read().text()).isEqualTo("" + (64 << 20));
            sender.join(10_000);
        }
    }

    // Back-pressure and ends

    @Test
    void readsNoFasterThanTheClient() throws IOException {
        AtomicLong sent = new AtomicLong();
        int port = start(request -> {
            request.say("HTTP/1.1 200 OK\r\nContent-Length: " + (64 << 20) + "\r\n\r\n");
            for (int i = 0; i < 64; i++) {
                request.out().write(new byte[1 << 20]);
                sent.addAndGet(1 << 20);
            }
        });
        try (Wire wire = new Wire(port)) {
            wire.send(Wire.get(port, "/"));
            wire.readHead();

            assertThat(Await.settled(sent)).isLessThan(32 << 20);

            assertThat(wire.input().readNBytes(64 << 20)).hasSize(64 << 20);
            assertThat(wire.send(Wire.get(port, "/gyre/gyre.js")).read().text()).isEqualTo("ours");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closesItsConnectionWhenTheClientGoes(boolean hasBegun) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        int port = start(request -> {
            if (hasBegun) {
                request.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
            }
            asked.countDown();
            request.in().read();
        });

        try (Wire wire = new Wire(port)) {
            wire.send(Wire.get(port, "/"));
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            if (hasBegun) {
                wire.readHead();
            }
        }

        Await.until(() -> upstream.openConnections() == 0);
    }

    @Test
    void answers504ToALateDevServer() throws IOException {
        int port = start(request -> request.in().read(), options -> options.answerTime(Duration.ofMillis(50)));

        assertThat(Wire.ask(port, Wire.get(port, "/")).status()).isEqualTo(504);
        Await.until(() -> upstream.openConnections() == 0);
    }

    // Coming and going

    @Test
    void keepsConnections() throws IOException {
        int port = start(request -> request.answer("theirs"), options -> options.eventLoops(1));

        for (int i = 0; i < 10; i++) {
            assertThat(Wire.ask(port, Wire.get(port, "/" + i)).text()).isEqualTo("theirs");
        }

        assertThat(upstream.connections).hasValue(1);
    }

    @Test
    void asksAgainWhenAKeptConnectionWasDead() throws IOException {
        int port = start(
                request -> {
                    if (!request.line().contains("/second") || request.connection() > 1) {
                        request.answer("connection " + request.connection());
                    } else {
                        throw new EOFException("dead");
                    }
                },
                options -> options.eventLoops(1));

        assertThat(Wire.ask(port, Wire.get(port, "/first")).text()).isEqualTo("connection 1");
        assertThat(Wire.ask(port, Wire.get(port, "/second")).text()).isEqualTo("connection 2");
        assertThat(upstream.heads).hasSize(3);
    }

    @Test
    void asksOnceForWhatMayNotBeRepeated() throws IOException {
        int port = start(request -> {
            if (request.line().startsWith("POST")) {
                throw new EOFException("dead");
            }
            request.answer("x");
        });
        Wire.ask(port, Wire.get(port, "/"));

        assertThat(Wire.ask(port, Wire.request("POST", port, "/", "Content-Length: 0"))
                        .status())
                .isEqualTo(502);
        assertThat(upstream.heads).hasSize(2);
    }

    @Test
    void shows502UntilTheDevServerIsBack() throws IOException {
        int port = start(request -> request.answer("first"));
        int theirs = upstream.port();
        assertThat(Wire.ask(port, Wire.get(port, "/")).text()).isEqualTo("first");
        upstream.close();

        Wire.Reply page = Wire.ask(port, Wire.get(port, "/", NAVIGATION));
        assertThat(page.status()).isEqualTo(502);
        assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.text()).contains("location.reload()", "http://localhost:" + theirs);
        Wire.Reply script = Wire.ask(port, Wire.get(port, "/main.js", "Accept: */*"));
        assertThat(script.status()).isEqualTo(502);
        assertThat(script.header("content-type")).isEqualTo("text/plain; charset=utf-8");

        upstream = new Upstream(theirs, request -> request.answer("second"));
        assertThat(Wire.ask(port, Wire.get(port, "/", NAVIGATION)).text()).isEqualTo("second");
    }

    // WebSockets

    private static String handshake(int port, String target, String... fields) {
        String common = "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\nSec-WebSocket-Protocol: vite-hmr";
        return Wire.get(port, target, common, String.join("\r\n", fields));
    }

    private static String origin(int port) {
        return "Origin: http://127.0.0.1:" + port;
    }

    @Test
    void passesAWebSocketThrough() throws IOException {
        int port = start(request -> {
            request.say(
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: their-answer\r\nSec-WebSocket-Protocol: vite-hmr\r\nX-Other: 1\r\n\r\nfirst");
            byte[] bytes = request.in().readNBytes(300_000);
            request.out().write(bytes);
        });

        try (Wire wire = new Wire(port)) {
            wire.send(handshake(port, "/?token=x", origin(port)));
            assertThat(wire.readHead())
                    .startsWith("HTTP/1.1 101 ")
                    .containsIgnoringCase("sec-websocket-accept: their-answer")
                    .containsIgnoringCase("sec-websocket-protocol: vite-hmr")
                    .doesNotContainIgnoringCase("x-other");
            assertThat(new String(wire.input().readNBytes(5), ISO_8859_1)).isEqualTo("first");
            byte[] bytes = new byte[300_000];
            new java.util.Random(7).nextBytes(bytes);
            wire.send(bytes);
            assertThat(wire.input().readNBytes(300_000)).isEqualTo(bytes);
        }
        assertThat(head())
                .startsWith("GET /?token=x HTTP/1.1\r\n")
                .containsIgnoringCase("\r\norigin: http://localhost:" + upstream.port() + "\r\n")
                .containsIgnoringCase("\r\nupgrade: websocket\r\n")
                .containsIgnoringCase("\r\nsec-websocket-key: AAECAwQFBgcICQoLDA0ODw==\r\n");
        Await.until(() -> upstream.openConnections() == 0 && server.connections() == 0);
    }

    @Test
    void closesAWebSocketWithTheDevServer() throws IOException {
        int port = start(request -> {
            request.say("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: a\r\n\r\nlast");
            throw new EOFException("gone");
        });

        try (Wire wire = new Wire(port)) {
            wire.send(handshake(port, "/", origin(port)));
            wire.readHead();
            assertThat(wire.readToEnd()).isEqualTo("last");
        }
    }

    @Test
    void refusesWebSocketsAsTheGateAndTheDevServerDo() throws IOException {
        int port = start(request -> request.say("HTTP/1.1 418 No\r\nContent-Length: 0\r\n\r\n"));

        assertThat(Wire.ask(port, handshake(port, "/", "X: 1")).status()).isEqualTo(403);
        assertThat(Wire.ask(port, handshake(port, "/", "Origin: http://evil.example"))
                        .status())
                .isEqualTo(403);
        assertThat(upstream.heads).isEmpty();
        assertThat(Wire.ask(port, handshake(port, "/", origin(port))).status()).isEqualTo(418);
        upstream.close();
        assertThat(Wire.ask(port, handshake(port, "/", origin(port))).status()).isEqualTo(502);
        assertThat(Wire.ask(port, handshake(port, "/gyre/ws", origin(port))).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://192.168.1.5:5173",
                "http://localhost.evil.example:1",
                "http://127.0.0.1.evil.example:1",
                "https://localhost:1",
                "http://localhost:1/base",
                "http://user@localhost:1",
                "http://localhost:1?x",
                "localhost"
            })
    void takesOnlyADevServerOfThisMachine(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AssetServerOptions().devServer(URI.create(url)))
                .withMessageStartingWith("devServer: " + url + " (expected: ");
    }

    @Test
    void takesADevServerElsewhereWhenAsked() {
        DevServer elsewhere = DevServer.anywhere(URI.create("http://192.168.1.5:5173/"));

        assertThat(elsewhere.authority()).isEqualTo("192.168.1.5:5173");
        assertThat(elsewhere.addresses()).hasSize(1);
        assertThat(DevServer.onLoopback(URI.create("http://LOCALHOST")).addresses())
                .extracting(Object::toString)
                .containsExactly("/127.0.0.1:80", "/[0:0:0:0:0:0:0:1]:80");
    }
}
