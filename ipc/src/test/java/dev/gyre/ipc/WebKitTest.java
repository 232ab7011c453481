package dev.gyre.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.web.WebEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Has the WebKit of JavaFX run gyre.js, from the loopback and without a display, as the JavaFX backend has it. Java
 * is not asked: a socket within the page answers.
 */
class WebKitTest {

    private static final String PAGE = "<!doctype html><script type=\"module\" src=\"/page.js\"></script>";

    /** Held, for an engine that nobody holds is collected. On JavaFX's thread alone. */
    private WebEngine engine;

    private final CompletableFuture<String> report = new CompletableFuture<>();
    private HttpServer server;

    @AfterEach
    void close() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void runsTheClient(@TempDir Path data) throws Exception {
        serve(Map.of(
                "/", PAGE.getBytes(UTF_8),
                "/page.js", Files.readAllBytes(Path.of("src", "test", "js", "webkit.js")),
                "/gyre.js", client()));
        requireWebKit();

        Platform.runLater(() -> load(data));

        JsonNode seen = new ObjectMapper().readTree(report.get(60, TimeUnit.SECONDS));
        assertThat(seen).isEqualTo(new ObjectMapper().readTree("""
                        {"before":"connecting","result":"Hello, Ada","error":"failed: no","items":[1,2,3],
                        "event":["clock.tick",7],"timeout":"timeout","cancelled":"[5,5]","bytes":"bytes 32","after":"open"}
                        """));
    }

    /** The title tells what the page has seen. */
    private void load(Path data) {
        engine = new WebEngine();
        engine.setUserDataDirectory(data.toFile());
        engine.titleProperty().addListener((property, before, title) -> {
            if (title != null) {
                report.complete(title);
            }
        });
        engine.load("http://127.0.0.1:" + server.getAddress().getPort() + "/#gyre=CODE");
    }

    private static void requireWebKit() {
        System.setProperty("glass.platform", "Monocle");
        System.setProperty("monocle.platform", "Headless");
        System.setProperty("prism.order", "sw");
        Throwable missing = null;
        try {
            Platform.startup(() -> {});
        } catch (LinkageError | RuntimeException e) {
            missing = e;
        }
        if (missing != null && "required".equals(System.getProperty("gyre.browser"))) {
            fail("JavaFX: cannot start (expected: it does, for -Dgyre.browser=required)", missing);
        }
        assumeTrue(missing == null, "gyre.js was NOT run in WebKit: JavaFX cannot start: " + missing);
    }

    private void serve(Map<String, byte[]> files) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, files));
        server.start();
    }

    private static void answer(HttpExchange exchange, Map<String, byte[]> files) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] file = files.getOrDefault(path, new byte[0]);
        exchange.getResponseHeaders().set("Content-Type", path.endsWith(".js") ? "text/javascript" : "text/html");
        exchange.sendResponseHeaders(files.containsKey(path) ? 200 : 404, file.length == 0 ? -1 : file.length);
        exchange.getResponseBody().write(file);
        exchange.close();
    }

    private static byte[] client() throws IOException {
        try (InputStream file = WebKitTest.class.getResourceAsStream("web/gyre.js")) {
            return Objects.requireNonNull(file, "gyre.js").readAllBytes();
        }
    }
}
