package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.event.EventBus;
import io.netty.util.ResourceLeakDetector;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

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

    @Test
    void leaksNoBufferWhateverBecomesOfAStream() throws IOException {
        LeakRecorder.LEAKS.clear();
        try (EventBus bus = EventBus.create();
                Upstream upstream = new Upstream(LeakTest::serve);
                AssetServer server = AssetServer.start(options -> options.bus(bus)
                        .routeProof(new Pages())
                        .route("/route", LeakTest::answer)
                        .devServer(upstream.url()))) {
            for (int i = 0; i < 20; i++) {
                for (String path : List.of("/route/", "/proxied/")) {
                    streamAndAbuse(server.port(), path);
                }
            }
        }

        LeakRecorder.requireNoLeak();
    }

    private static void serve(Upstream.Request request) throws IOException {
        request.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 100; i++) {
            request.say("ffff\r\n" + "x".repeat(0xffff) + "\r\n");
        }
        if (request.line().contains("broken")) {
            throw new EOFException("as the test wants it");
        }
        request.say("0\r\n\r\n");
    }

    private static Mono<RouteResponse> answer(RouteRequest request) {
        Flux<ByteBuffer> items = Flux.range(0, 100).map(any -> ByteBuffer.allocateDirect(0xffff));
        Flux<ByteBuffer> end = Flux.error(new IllegalStateException("as the test wants it"));
        Flux<ByteBuffer> body = request.path().contains("upload") ? request.body() : items;
        return Mono.just(RouteResponse.stream("a/b", request.path().contains("broken") ? body.concatWith(end) : body));
    }

    private static void streamAndAbuse(int port, String path) throws IOException {
        String proof = "Gyre-Token: " + Pages.TOKEN;
        Wire.ask(port, Wire.get(port, path, proof));
        Wire.ask(port, Wire.request("HEAD", port, path, proof));
        assertThatThrownBy(() -> Wire.ask(port, Wire.get(port, path + "broken", proof)))
                .isInstanceOf(IOException.class);
        try (Wire leaving = new Wire(port)) {
            leaving.send(Wire.get(port, path, proof));
            assertThat(leaving.input().read()).isEqualTo('H');
        }
        for (String target : List.of(path + "upload", path, "/none")) {
            try (Wire leaving = new Wire(port)) {
                leaving.send(Wire.request("POST", port, target, proof, "Content-Length: 200000"));
                leaving.send(new byte[150_000]);
            }
        }
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
