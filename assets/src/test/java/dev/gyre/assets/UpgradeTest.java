package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UpgradeTest {

    private static final String HANDSHAKE = """
            GET /gyre/ws HTTP/1.1
            Host: 127.0.0.1:PORT
            Origin: http://127.0.0.1:PORT
            Connection: keep-alive, Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==

            """.replace("\n", "\r\n");

    private final AtomicInteger upgrades = new AtomicInteger();
    private AssetServer server;

    @BeforeEach
    void start() {
        server = AssetServer.start(options -> options.source(
                        AssetSource.memory(Map.of("index.html", "page".getBytes(UTF_8))))
                .limits(limits -> limits.headerTime(Duration.ofMillis(150)).idleTime(Duration.ofMillis(300)))
                .upgrade("/gyre/ws", this::echo)
                .upgrade("/gyre/broken", (channel, request) -> {
                    throw new IllegalStateException("as the test wants it");
                }));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void echo(Channel channel, FullHttpRequest request) {
        upgrades.incrementAndGet();
        channel.pipeline().addLast(new SimpleChannelInboundHandler<TextWebSocketFrame>() {
            @Override
            protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame frame) {
                ctx.writeAndFlush(new TextWebSocketFrame("echo " + frame.text()))
                        .addListener(done -> assertThat(done.isSuccess()).isTrue());
            }
        });
        new WebSocketServerHandshakerFactory("ws://gyre", null, false)
                .newHandshaker(request)
                .handshake(channel, request)
                .addListener(done -> assertThat(done.isSuccess()).isTrue());
    }

    private String filled(String head) {
        return head.replace("PORT", Integer.toString(server.port()));
    }

    private WebSocket open(String origin, CompletableFuture<String> heard) throws Exception {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Origin", origin)
                .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/gyre/ws"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                        heard.complete(data.toString());
                        return WebSocket.Listener.super.onText(socket, data, last);
                    }
                })
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void handsAWebSocketOver() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();

        WebSocket socket = open(server.origin(), heard);
        socket.sendText("hello", true).get(30, TimeUnit.SECONDS);

        assertThat(heard.get(30, TimeUnit.SECONDS)).isEqualTo("echo hello");
        assertThat(server.connections()).isEqualTo(1);
        socket.abort();
    }

    @Test
    void keepsAQuietWebSocketWhileItClosesAQuietConnection() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        WebSocket socket = open(server.origin(), heard);
        try (Wire quiet = new Wire(server.port())) {
            // The idle time of the server has passed when this one is closed.
            assertThat(quiet.isClosedByServer()).isTrue();
        }
        socket.sendText("still here", true).get(30, TimeUnit.SECONDS);

        assertThat(heard.get(30, TimeUnit.SECONDS)).isEqualTo("echo still here");
        assertThat(server.refused(Refusal.IDLE)).isPositive();
        socket.abort();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /gyre/ws|POST /gyre/ws",
                "GET /gyre/ws HTTP/1.1|GET /gyre/ws HTTP/1.0",
                "Upgrade: websocket|Upgrade: h2c",
                "Upgrade: websocket|Upgrade: websocket, h2c",
                "Upgrade: websocket|Upgrade: websocket/13",
                "Upgrade: websocket|X: y",
                "keep-alive, Upgrade|keep-alive",
                "keep-alive, Upgrade|upgraded",
                "Version: 13|Version: 8",
                "Version: 13|Version: 7",
                "Version: 13|Version: 13, 8",
                "Version: 13|Version: 013",
                "Version: 13|Version: 13\r\nSec-WebSocket-Version: 13",
                "Sec-WebSocket-Version: 13|X: y",
                "Key: AAECAwQFBgcICQoLDA0ODw==|Key: AAEC",
                "Key: AAECAwQFBgcICQoLDA0ODw==|Key: AAECAwQFBgcICQoLDA0ODxA=",
                "Key: AAECAwQFBgcICQoLDA0ODw==|Key: AAECAwQFBgcICQoLDA0O!!==",
                "Key: AAECAwQFBgcICQoLDA0ODw==|Key:",
                "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==|Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5",
                "Version: 13|Version: 13\r\nSec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==",
                "/gyre/ws|/gyre/ws2",
                "/gyre/ws|/ws",
                "/gyre/ws|/gyre/ws/",
                "/gyre/ws|/gyre/../gyre/WS"
            })
    void ignoresEveryOtherUpgrade(String change) throws IOException {
        String[] fromAndTo = change.split("\\|", -1);
        String head = HANDSHAKE.replace(fromAndTo[0], fromAndTo[1]);

        Wire.Reply reply = Wire.ask(server.port(), filled(head));

        assertThat(head).isNotEqualTo(HANDSHAKE);
        assertThat(reply.status()).isIn(404, 405);
        assertThat(upgrades).hasValue(0);
    }

    @Test
    void servesAPageToWhoOffersHttp2() throws IOException {
        String[] offer = {"Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"};

        assertThat(Wire.ask(server.port(), Wire.get(server.port(), "/", offer)).text())
                .isEqualTo("page");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Origin: null\r\n",
                "Origin: http://example.com\r\n",
                "Origin: http://localhost:PORT\r\n",
                "Origin: http://127.0.0.1:1\r\n",
                "Origin: http://127.0.0.1:PORT.example.com\r\n",
                "Origin: ws://127.0.0.1:PORT\r\n",
                "Origin: http://127.0.0.1:PORT, http://example.com\r\n"
            })
    void refusesWebSocketsOfOthers(String origin) throws IOException {
        String head = HANDSHAKE.replace("Origin: http://127.0.0.1:PORT\r\n", origin);

        assertThat(Wire.ask(server.port(), filled(head)).status()).isEqualTo(403);
        assertThat(upgrades).hasValue(0);
        assertThat(server.refused(Refusal.ORIGIN)).isEqualTo(1);
    }

    @Test
    void refusesFramesBeforeTheHandshakeIsAnswered() throws IOException {
        assertThat(Wire.ask(server.port(), filled(HANDSHAKE) + "\u0081\u0080abcd")
                        .status())
                .isEqualTo(400);
        assertThat(upgrades).hasValue(0);
    }

    @Test
    void answersTheHandshakeToTheLetter() throws IOException {
        try (Wire wire = new Wire(server.port())) {
            Wire.Reply reply = wire.send(filled(HANDSHAKE)).read();

            assertThat(reply.status()).isEqualTo(101);
            assertThat(reply.header("sec-websocket-accept")).isNotEmpty();
            assertThat(reply.headers()).doesNotContainKeys("server", "sec-websocket-extensions");
        }
    }

    @Test
    void closesWhenAnUpgradeHandlerFails() throws IOException {
        try (Wire wire = new Wire(server.port())) {
            wire.send(filled(HANDSHAKE.replace("/gyre/ws", "/gyre/broken")));

            assertThat(wire.isClosedByServer()).isTrue();
        }
    }
}
