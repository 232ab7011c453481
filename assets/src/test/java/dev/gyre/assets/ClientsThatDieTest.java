package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that go away in the middle of anything leave nothing behind. */
final class ClientsThatDieTest {

    private static final int CLIENTS = 8;
    private static final int TRANSFERS_EACH = 100;

    /** How long the server waits for the rest of a request that never comes, and the client with it. */
    private static final Duration UNFINISHED = Duration.ofMillis(100);

    private static final List<String> TARGETS =
            List.of("/small", "/medium", "/large", "/memory", "/bundle/large.js", "/none", "/");

    private static final List<String> FIELDS = List.of(
            "Accept-Encoding: br",
            "Accept-Encoding: identity",
            "Range: bytes=100-",
            "Range: bytes=0-9,500-599,-200",
            "Range: bytes=99999999-",
            "If-None-Match: \"x\"");

    @TempDir
    Path folder;

    @Test
    void leaveNoBufferNoFileAndNoConnection() throws Exception {
        Descriptors.assumeKnown();
        fill();
        LeakRecorder.LEAKS.clear();
        AssetSource source = AssetSource.overlay(
                AssetSource.directory(folder),
                AssetSource.memory(Map.of("memory", noise(400_000))),
                AssetSource.bundle(folder.resolve("web.gyre")).at("/bundle"));
        try (AssetServer server = AssetServer.start(options -> options.source(source)
                .limits(limits -> limits.headerTime(UNFINISHED).idleTime(Duration.ofSeconds(30))))) {
            List<String> listed = Descriptors.openBelow(folder);
            ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(i);
                runs.add(threads.submit(() -> transfers(server.port(), random)));
            }
            for (Future<?> run : runs) {
                run.get(60, TimeUnit.SECONDS);
            }
            threads.shutdown();

            Await.until(() -> server.connections() == 0);
            Await.until(() -> Descriptors.openBelow(folder).equals(listed));
            assertThat(server.abortedResponses()).isZero();
            assertThat(Wire.ask(server.port(), Wire.get(server.port(), "/large"))
                            .body())
                    .hasSize(6_000_000);
        }
        Await.until(() -> Descriptors.openBelow(folder).isEmpty());
        LeakRecorder.requireNoLeak();
    }

    private void fill() throws IOException {
        Files.write(folder.resolve("small"), noise(1_000));
        Files.write(folder.resolve("medium"), noise(200_000));
        Files.write(folder.resolve("large"), noise(6_000_000));
        Files.writeString(folder.resolve("index.html"), "<!doctype html>");
        byte[] bundle = new BundleBuilder()
                .mediaType("text/javascript; charset=utf-8")
                .content(noise(3_000_000), BundleBuilder.NOT_THERE, noise(2_000_000))
                .path("/large.js", 0, 0)
                .build();
        BundleBuilder.write(folder.resolve("web.gyre"), bundle);
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static Void transfers(int port, Random random) throws IOException {
        for (int i = 0; i < TRANSFERS_EACH; i++) {
            try (Wire wire = new Wire(port)) {
                wire.send(requests(port, random));
                wire.input().readNBytes(random.nextBoolean() ? random.nextInt(600) : random.nextInt(1_000_000));
                die(wire, random);
            }
        }
        return null;
    }

    /** One or more, the last of them perhaps not whole. */
    private static String requests(int port, Random random) {
        StringBuilder all = new StringBuilder();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            String method = random.nextInt(6) == 0 ? "HEAD" : "GET";
            String target = TARGETS.get(random.nextInt(TARGETS.size()));
            all.append(Wire.request(method, port, target, FIELDS.get(random.nextInt(FIELDS.size()))));
        }
        all.append(Wire.get(port, "/large", "Connection: close"));
        return random.nextInt(4) == 0 ? all.substring(0, all.length() - 5) : all.toString();
    }

    private static void die(Wire wire, Random random) throws IOException {
        switch (random.nextInt(3)) {
            case 0 -> wire.socket().setSoLinger(true, 0); // a reset
            case 1 -> wire.endInput();
            default -> {
                // An orderly end.
            }
        }
    }
}
