package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AssetServerTest {

    private static final int LARGE = 3_000_001;

    @TempDir
    Path folder;

    private AssetServer server;
    private byte[] large;

    @BeforeEach
    void start() throws IOException {
        large = new byte[LARGE];
        new Random(7).nextBytes(large);
        Files.writeString(folder.resolve("index.html"), "<!doctype html><title>front</title>");
        Files.writeString(folder.resolve("app.js"), "export const a = 1;");
        Files.write(folder.resolve("large.bin"), large);
        Files.createDirectory(folder.resolve("docs"));
        Files.writeString(folder.resolve("docs/index.html"), "docs");
        Files.createDirectory(folder.resolve("gyre"));
        Files.writeString(folder.resolve("gyre/mine.js"), "never");
        server = AssetServer.start(options -> options.source(AssetSource.overlay(
                        AssetSource.directory(folder),
                        AssetSource.memory(Map.of("memory.txt", "kept".getBytes(UTF_8)))))
                .runtimeSource(AssetSource.memory(Map.of("gyre.js", "runtime".getBytes(UTF_8)))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Wire.Reply get(String target, String... fields) throws IOException {
        return Wire.ask(server.port(), Wire.get(server.port(), target, fields));
    }

    @Test
    void listensOnLoopbackOnly() {
        assertThat(server.origin()).isEqualTo("http://127.0.0.1:" + server.port());
        assertThatThrownBy(() -> new Wire(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), server.port()))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void listensOnTheOtherLoopbackOnRequest() throws IOException {
        byte[] number = new byte[16];
        number[15] = 1;
        InetAddress loopback = InetAddress.getByAddress(number);
        assumeTrue(canBind(loopback), "not run: this machine has no ::1");
        try (AssetServer other = AssetServer.start(options ->
                        options.ipv6().source(AssetSource.memory(Map.of("a", "six".getBytes(UTF_8)))));
                Wire wire = new Wire(loopback, other.port())) {
            wire.send("GET /a HTTP/1.1\r\nHost: [::1]:" + other.port() + "\r\n\r\n");

            assertThat(wire.read().text()).isEqualTo("six");
            assertThat(other.origin()).isEqualTo("http://[::1]:" + other.port());
        }
    }

    private static boolean canBind(InetAddress address) {
        try (ServerSocket probe = new ServerSocket(0, 1, address)) {
            return probe.isBound();
        } catch (IOException none) {
            return false;
        }
    }

    @Test
    void servesFilesOfADirectory() throws IOException {
        Wire.Reply reply = get("/app.js?v=1");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("export const a = 1;");
        assertThat(reply.header("content-type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(reply.header("content-length")).isEqualTo("19");
        assertThat(reply.header("date")).endsWith(" GMT");
        assertThat(reply.headers()).doesNotContainKeys("server", "access-control-allow-origin", "transfer-encoding");
    }

    @Test
    void servesTheIndexPageOfAFolder() throws IOException {
        assertThat(get("/").text()).contains("front");
        assertThat(get("/docs/").text()).isEqualTo("docs");
        assertThat(get("/docs?x=1").header("location")).isEqualTo("/docs/?x=1");
    }

    @Test
    void servesALargeFileWhole() throws IOException {
        assertThat(get("/large.bin").body()).isEqualTo(large);
    }

    @Test
    void servesTheRuntimeBelowGyreAndNothingElseThere() throws IOException {
        assertThat(get("/gyre/gyre.js").text()).isEqualTo("runtime");
        assertThat(get("/%67yre/gyre.js").text()).isEqualTo("runtime");
        assertThat(get("/gyre/mine.js").status()).isEqualTo(404);
        assertThat(get("/gyre/").status()).isEqualTo(404);
        assertThat(get("/gyre").status()).isEqualTo(404);
    }

    @Test
    void answersHeadWithTheFieldsOfGet() throws IOException {
        try (Wire wire = new Wire(server.port())) {
            Wire.Reply whole = wire.send(Wire.get(server.port(), "/large.bin")).read();
            Wire.Reply head =
                    wire.send(Wire.request("HEAD", server.port(), "/large.bin")).read(true);
            Wire.Reply next = wire.send(Wire.get(server.port(), "/memory.txt")).read();

            whole.headers().remove("date");
            head.headers().remove("date");
            assertThat(head.headers()).isEqualTo(whole.headers());
            assertThat(next.text()).isEqualTo("kept");
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        List<String> targets = List.of("/large.bin", "/memory.txt", "/none", "/app.js", "/large.bin", "/memory.txt");
        String requests =
                targets.stream().map(target -> Wire.get(server.port(), target)).collect(Collectors.joining());
        try (Wire wire = new Wire(server.port())) {
            wire.send(requests);

            assertThat(wire.read().body()).isEqualTo(large);
            assertThat(wire.read().text()).isEqualTo("kept");
            assertThat(wire.read().status()).isEqualTo(404);
            assertThat(wire.read().text()).startsWith("export");
            assertThat(wire.read().body()).isEqualTo(large);
            assertThat(wire.read().text()).isEqualTo("kept");
        }
    }

    @Test
    void answersThousandsOfPipelinedRequestsWithoutDeepeningTheStack() throws IOException {
        int count = 5_000;
        byte[] requests = Wire.get(server.port(), "/memory.txt").repeat(count).getBytes(UTF_8);
        try (Wire wire = new Wire(server.port())) {
            Thread sender = new Thread(() -> sendQuietly(wire, requests), "test-sender");
            sender.start();

            int kept = 0;
            for (int i = 0; i < count; i++) {
                kept += wire.read().text().equals("kept") ? 1 : 0;
            }

            assertThat(kept).isEqualTo(count);
        }
    }

    private static void sendQuietly(Wire wire, byte[] bytes) {
        try {
            wire.send(bytes);
        } catch (IOException closed) {
            // The reader has seen it too, and fails the test.
        }
    }

    @Test
    void readsARequestThatComesByteByByte() throws IOException {
        try (Wire wire = new Wire(server.port())) {
            for (byte octet : Wire.get(server.port(), "/app.js").getBytes(UTF_8)) {
                wire.send(new byte[] {octet});
            }

            assertThat(wire.read().status()).isEqualTo(200);
        }
    }

    @Test
    void answersAClientThatHasEndedItsSide() throws IOException {
        try (Wire wire = new Wire(server.port())) {
            wire.send(Wire.get(server.port(), "/large.bin") + Wire.get(server.port(), "/app.js"))
                    .endInput();

            assertThat(wire.read().body()).isEqualTo(large);
            assertThat(wire.read().text()).startsWith("export");
            assertThat(wire.isClosedByServer()).isTrue();
        }
    }

    @Test
    void closesWhenAskedToAndAfterHttp10() throws IOException {
        try (Wire wire = new Wire(server.port())) {
            Wire.Reply reply = wire.send(Wire.get(server.port(), "/app.js", "Connection: close"))
                    .read();

            assertThat(reply.header("connection")).isEqualTo("close");
            assertThat(wire.isClosedByServer()).isTrue();
        }
        try (Wire wire = new Wire(server.port())) {
            wire.send("GET /app.js HTTP/1.0\r\nHost: 127.0.0.1:" + server.port() + "\r\n\r\n");

            assertThat(wire.read().status()).isEqualTo(200);
            assertThat(wire.isClosedByServer()).isTrue();
        }
    }

    @Test
    void discardsABodyWithinTheLimit() throws IOException {
        try (Wire wire = new Wire(server.port())) {
            wire.send(Wire.get(server.port(), "/app.js", "Content-Length: 100000"))
                    .send(new byte[100_000])
                    .send(Wire.get(server.port(), "/memory.txt", "Transfer-Encoding: chunked"))
                    .send("5\r\nGET /\r\n3;x=y\r\nabc\r\n0\r\nX-Trailer: 1\r\n\r\n")
                    .send(Wire.get(server.port(), "/none"));

            assertThat(wire.read().text()).startsWith("export");
            assertThat(wire.read().text()).isEqualTo("kept");
            assertThat(wire.read().status()).isEqualTo(404);
        }
    }

    @Test
    void putsTogetherToTheFileWhateverRangesAreAsked() throws IOException {
        Random random = new Random(42);
        byte[] assembled = new byte[LARGE];
        try (Wire wire = new Wire(server.port())) {
            for (int start = 0; start < LARGE; ) {
                int end = Math.min(LARGE, start + 1 + random.nextInt(random.nextBoolean() ? 10_000 : 300_000));
                Wire.Reply reply = wire.send(
                                Wire.get(server.port(), "/large.bin", "Range: bytes=" + start + "-" + (end - 1)))
                        .read();
                assertThat(reply.status()).isEqualTo(206);
                assertThat(reply.header("content-range")).isEqualTo("bytes " + start + "-" + (end - 1) + "/" + LARGE);
                System.arraycopy(reply.body(), 0, assembled, start, reply.body().length);
                start = end;
            }
        }
        assertThat(assembled).isEqualTo(large);
    }

    @Test
    void servesRangesAtEveryEdge() throws IOException {
        assertThat(get("/large.bin", "Range: bytes=0-0").body()).isEqualTo(Arrays.copyOf(large, 1));
        assertThat(get("/large.bin", "Range: bytes=-1").body()).isEqualTo(new byte[] {large[LARGE - 1]});
        assertThat(get("/large.bin", "Range: bytes=" + (LARGE - 1) + "-").body())
                .isEqualTo(new byte[] {large[LARGE - 1]});
        assertThat(get("/large.bin", "Range: bytes=65535-65536").body())
                .isEqualTo(Arrays.copyOfRange(large, 65_535, 65_537));
        assertThat(get("/large.bin", "Range: bytes=-99999999").body()).isEqualTo(large);
        Wire.Reply outside = get("/large.bin", "Range: bytes=" + LARGE + "-");
        assertThat(outside.status()).isEqualTo(416);
        assertThat(outside.header("content-range")).isEqualTo("bytes */" + LARGE);
        Wire.Reply several = get("/large.bin", "Range: bytes=0-1,5-9");
        assertThat(several.status()).isEqualTo(206);
        assertThat(MultipartReader.read(several.header("content-type"), several.body()))
                .hasSize(2);
        assertThat(get("/large.bin", "Range: bytes=0-,1-").body()).isEqualTo(large);
    }

    @Test
    void findsNewFilesAfterReload() throws IOException {
        Files.writeString(folder.resolve("later.txt"), "later");
        assertThat(get("/later.txt").status()).isEqualTo(404);

        server.reload();

        assertThat(get("/later.txt").text()).isEqualTo("later");
    }

    @Test
    void refusesAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThatThrownBy(() -> AssetServer.start(options -> options.port(taken.getLocalPort())))
                    .isInstanceOf(AssetException.class)
                    .hasMessage("port: " + taken.getLocalPort()
                            + " (expected: one that is free on 127.0.0.1, or 0 for any)");
        }
    }

    @Test
    void refusesOptionsThatMakeNoSense() {
        assertThatThrownBy(() -> AssetServer.start(options -> options.port(70_000)))
                .hasMessage("port: 70000 (expected: 0..65535)");
        assertThatThrownBy(() -> AssetServer.start(options -> options.upgrade("/ws", (channel, request) -> {})))
                .hasMessage("path: /ws (expected: below /gyre/, once)");
        assertThatThrownBy(() -> AssetServer.start(options -> options.limits(
                        limits -> limits.headerTime(Duration.ZERO).idleTime(Duration.ZERO))))
                .hasMessage("headerTime: PT0S (expected: more than zero)");
    }

    @Test
    void leavesNoThreadAndNoPortAfterClose() throws Exception {
        int port = server.port();
        try (Wire idle = new Wire(port);
                Wire used = new Wire(port)) {
            used.send(Wire.get(port, "/large.bin")).read();
            List<Thread> threads = threadsOfServers();

            server.close();
            server.close();

            assertThat(threads).hasSizeGreaterThan(1);
            for (Thread thread : threads) {
                thread.join(5_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
            assertThat(idle.isClosedByServer()).isTrue();
            assertThat(server.connections()).isZero();
            new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})).close();
        }
    }

    private static List<Thread> threadsOfServers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("gyre-assets-"))
                .toList();
    }

    @Test
    void letsARunningResponseEndWhileItCloses() throws Exception {
        Files.write(folder.resolve("huge.bin"), new byte[40_000_000]);
        server.reload();
        try (Wire wire = new Wire(server.port())) {
            wire.send(Wire.get(server.port(), "/huge.bin"));
            byte[] begin = wire.input().readNBytes(10);

            var closing = server.close(Duration.ofSeconds(20)).toFuture();
            int rest = wire.readToEnd().length();

            assertThat(begin).asString().isEqualTo("HTTP/1.1 2");
            assertThat(rest).isGreaterThan(40_000_000);
            closing.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void endsAResponseThatNobodyReadsAtTheDeadline() throws Exception {
        Files.write(folder.resolve("huge.bin"), new byte[40_000_000]);
        server.reload();
        try (Wire wire = new Wire(server.port())) {
            wire.send(Wire.get(server.port(), "/huge.bin"));
            assertThat(wire.input().read()).isEqualTo('H');

            server.close(Duration.ofMillis(100)).block(Duration.ofSeconds(10));

            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void servesManyClientsAtOnce() {
        List<Integer> statuses = IntStream.range(0, 60)
                .parallel()
                .mapToObj(i -> status(i % 2 == 0 ? "/large.bin" : "/memory.txt"))
                .toList();

        assertThat(statuses).containsOnly(200);
    }

    private int status(String target) {
        try {
            return get(target).status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
