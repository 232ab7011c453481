package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeakTest {

    @Test
    void leaksNoBufferWhateverBecomesOfARequest(@TempDir Path folder) throws IOException {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        Files.write(folder.resolve("large"), new byte[20_000_000]);
        LeakRecorder.LEAKS.clear();
        try (AssetServer server = AssetServer.start(options -> options.source(AssetSource.overlay(
                AssetSource.directory(folder), AssetSource.memory(Map.of("a", "A".getBytes(UTF_8))))))) {
            for (int i = 0; i < 20; i++) {
                useAndAbuse(server.port());
            }
        }

        LeakRecorder.requireNoLeak();
    }

    private static void useAndAbuse(int port) throws IOException {
        Wire.ask(port, Wire.get(port, "/a").repeat(10));
        Wire.ask(port, Wire.request("HEAD", port, "/large"));
        Wire.ask(port, Wire.get(port, "/large", "Range: bytes=100-200000"));
        Wire.ask(port, "GET /a HTTP/1.1\nbad\n\n" + Wire.get(port, "/a"));
        Wire.ask(port, "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody");
        try (Wire leaving = new Wire(port)) {
            leaving.send(Wire.get(port, "/large") + Wire.get(port, "/large"));
            assertThat(leaving.input().read()).isEqualTo('H');
        }
        try (Wire unfinished = new Wire(port)) {
            unfinished.send("GET /a HTTP/1.1\r\nHost:");
        }
    }
}
