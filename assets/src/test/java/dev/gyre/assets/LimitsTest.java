package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LimitsTest {

    private static AssetServer start(Consumer<AssetServerOptions> configure) {
        return AssetServer.start(options -> {
            options.source(AssetSource.memory(Map.of("a", "A".getBytes(UTF_8))));
            configure.accept(options);
        });
    }

    @Test
    void closesASlowHeadAtItsTimeLimit() throws IOException {
        try (AssetServer server = start(options -> options.limits(
                        limits -> limits.headerTime(Duration.ofMillis(100)).idleTime(Duration.ofSeconds(30))));
                Wire wire = new Wire(server.port())) {
            long start = System.nanoTime();
            wire.send("GET /a HTTP/1.1\r\nHost: ");

            assertThat(wire.read().status()).isEqualTo(408);
            assertThat(System.nanoTime() - start)
                    .isBetween(TimeUnit.MILLISECONDS.toNanos(95), TimeUnit.SECONDS.toNanos(9));
            assertThat(server.refused(Refusal.TIMEOUT)).isEqualTo(1);
            assertThat(wire.isClosedByServer()).isTrue();
        }
    }

    @Test
    void doesNotWindTheClockUpForEachByteOfAHead() throws IOException {
        try (AssetServer server = start(options -> options.limits(
                        limits -> limits.headerTime(Duration.ofMillis(200)).idleTime(Duration.ofSeconds(30))));
                Wire wire = new Wire(server.port())) {
            wire.socket().setSoTimeout(20);
            String head = "GET /a HTTP/1.1\r\nX: " + "y".repeat(5_000);
            String reply = "";
            for (int i = 0; i < head.length() && reply.isEmpty(); i++) {
                reply = sendAndLook(wire, head.substring(i, i + 1));
            }

            assertThat(reply).isEqualTo("H");
            assertThat(server.refused(Refusal.TIMEOUT)).isEqualTo(1);
        }
    }

    /** The wait for an answer that does not come yet is the pace of the slow client. */
    private static String sendAndLook(Wire wire, String part) throws IOException {
        try {
            return Character.toString(wire.send(part).input().read());
        } catch (SocketTimeoutException notYet) {
            return "";
        }
    }

    @Test
    void closesASlowBodyAndAnIdleConnection() throws IOException {
        try (AssetServer server = start(options -> options.limits(
                        limits -> limits.headerTime(Duration.ofMillis(50)).idleTime(Duration.ofMillis(150))));
                Wire slow = new Wire(server.port());
                Wire idle = new Wire(server.port());
                Wire kept = new Wire(server.port())) {
            slow.send(Wire.get(server.port(), "/a", "Content-Length: 10") + "abc");
            assertThat(kept.send(Wire.get(server.port(), "/a")).read().text()).isEqualTo("A");

            assertThat(slow.read().status()).isEqualTo(408);
            assertThat(idle.isClosedByServer()).isTrue();
            assertThat(kept.isClosedByServer()).isTrue();
            assertThat(server.refused(Refusal.IDLE)).isEqualTo(2);
        }
    }

    @Test
    void closesAClientThatNeverReads(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("huge"), new byte[30_000_000]);
        try (AssetServer server = start(options -> options.source(AssetSource.directory(folder))
                        .limits(limits ->
                                limits.headerTime(Duration.ofSeconds(5)).idleTime(Duration.ofMillis(200))));
                Wire wire = new Wire(server.port())) {
            wire.send(Wire.get(server.port(), "/huge"));
            Await.until(() -> server.refused(Refusal.IDLE) == 1);

            Await.until(() -> server.connections() == 0);

            assertThat(Wire.ask(server.port(), Wire.get(server.port(), "/huge", "Range: bytes=0-0"))
                            .status())
                    .isEqualTo(206);
        }
    }

    /** One event loop, so that a connection's last movement is noted before the next one moves. */
    @Test
    void closesTheLongestIdleConnectionWhenAllPlacesAreTaken() throws IOException {
        try (AssetServer server = start(options ->
                        options.limits(limits -> limits.connections(3)).eventLoops(1));
                Wire first = new Wire(server.port());
                Wire second = new Wire(server.port());
                Wire third = new Wire(server.port())) {
            assertThat(second.send(Wire.get(server.port(), "/a")).read().text()).isEqualTo("A");
            assertThat(third.send(Wire.get(server.port(), "/a")).read().text()).isEqualTo("A");
            assertThat(first.send(Wire.get(server.port(), "/a")).read().text()).isEqualTo("A");

            try (Wire fourth = new Wire(server.port())) {
                assertThat(fourth.send(Wire.get(server.port(), "/a")).read().text())
                        .isEqualTo("A");
                assertThat(second.isClosedByServer()).isTrue();
                assertThat(first.send(Wire.get(server.port(), "/a")).read().text())
                        .isEqualTo("A");
            }
            assertThat(server.refused(Refusal.CONNECTION_LIMIT)).isEqualTo(1);
        }
    }

    @Test
    void honoursTheLimitsThatWereSet() throws IOException {
        try (AssetServer server = start(options -> options.limits(limits ->
                limits.requestLine(100).headerBytes(200).headerFields(5).bodyBytes(10)))) {
            int port = server.port();
            assertThat(Wire.ask(port, Wire.get(port, "/" + "a".repeat(100))).status())
                    .isEqualTo(414);
            assertThat(Wire.ask(port, Wire.get(port, "/a", "X: " + "a".repeat(200)))
                            .status())
                    .isEqualTo(431);
            assertThat(Wire.ask(port, Wire.get(port, "/a", "A: 1", "B: 1", "C: 1", "D: 1", "E: 1"))
                            .status())
                    .isEqualTo(431);
            assertThat(Wire.ask(port, Wire.get(port, "/a", "Content-Length: 11"))
                            .status())
                    .isEqualTo(413);
            assertThat(server.refused(Refusal.REQUEST_LINE_TOO_LONG)).isEqualTo(1);
            assertThat(server.refused(Refusal.HEADERS_TOO_LARGE)).isEqualTo(2);
            assertThat(server.refused(Refusal.BODY_TOO_LARGE)).isEqualTo(1);
        }
    }

    @Test
    void answersARefusedUploadBeforeItIsReset() throws IOException {
        try (AssetServer server = start(options -> {});
                Wire wire = new Wire(server.port())) {
            wire.send("POST /a HTTP/1.1\r\nHost: example.com\r\nContent-Length: 1000000\r\n\r\n");
            wire.send(new byte[1_000_000]);

            assertThat(wire.read().status()).isEqualTo(421);
            wire.send(new byte[100_000]);
            assertThat(wire.isClosedByServer()).isTrue();
        }
    }
}
