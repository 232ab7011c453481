package dev.gyre.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.assets.RouteRequest;
import dev.gyre.assets.RouteResponse;
import dev.gyre.ipc.Binding;
import dev.gyre.ipc.Capabilities;
import dev.gyre.window.Application;
import dev.gyre.window.BrowserBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A page that is being developed: the real Vite from npm behind the server, and a real browser in front of it. */
class ViteTest {

    private static final String VITE = "vite@7.1.9";

    private static final String PAGE = """
            <!doctype html>
            <title>Vite</title>
            <style>#text { color: rgb(1, 2, 3) }</style>
            <p id="text"></p><p id="route"></p><p id="call"></p><p id="kept"></p>
            <script>window.inline = "inline ran";</script>
            <script type="module" src="/main.js"></script>
            """;

    private static final String MAIN = """
            import { text } from "./text.js";
            import "./style.css";
            import { call, fetch } from "/gyre/gyre.js";
            const show = (id, value) => { document.getElementById(id).textContent = value; };
            show("text", text);
            show("kept", Math.random());
            call("Echo.say", "called").then((said) => show("call", said), (error) => show("call", error));
            fetch("/api/upper", { method: "POST", body: "routed" })
              .then((response) => response.text()).then((body) => show("route", body));
            if (import.meta.hot) import.meta.hot.accept("./text.js", (module) => show("text", module.text));
            """;

    private static final String CONFIG = """
            export default {
              clearScreen: false,
              optimizeDeps: { noDiscovery: true },
              plugins: [{ name: "gyre", enforce: "pre", resolveId: (id) => id.startsWith("/gyre/") ? { id, external: true } : null }],
            };
            """;

    static final class Echo {
        @Binding
        String say(String text) {
            return text;
        }
    }

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path profile;

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path project;

    private Process vite;

    @AfterEach
    void stopVite() {
        if (vite != null) {
            vite.descendants().forEach(ProcessHandle::destroyForcibly);
            vite.destroyForcibly().onExit().join();
        }
    }

    @Test
    void aPageOfViteTalksToJavaAndIsUpdatedWhileItIsShown() throws Exception {
        installVite();
        write("index.html", PAGE);
        write("main.js", MAIN);
        write("text.js", "export const text = 'first';\n");
        write("style.css", "#kept { margin-left: 7px }\n");
        write("vite.config.js", CONFIG);
        int port = freePort();
        try (Chromium browser = Chromium.start(profile);
                Application app = start(port)) {
            browser.open(app.window("main").orElseThrow().link());
            browser.awaitText("body", text -> text.contains("does not answer yet"));
            startVite(port);
            browser.awaitText("#text", "first"::equals); // the page asked again by itself
            browser.awaitText("#call", "called"::equals);
            browser.awaitText("#route", "main: ROUTED"::equals);
            assertThat(browser.evaluate("return window.inline")).isEqualTo("inline ran");
            assertThat(browser.evaluate("return getComputedStyle(document.querySelector('#kept')).marginLeft"))
                    .isEqualTo("7px");
            String kept = browser.text("#kept");
            browser.consoleErrors(); // of the time when there was no Vite

            write("text.js", "export const text = 'second';\n");
            browser.awaitText("#text", "second"::equals);
            assertThat(browser.text("#kept"))
                    .as("the page was not loaded again")
                    .isEqualTo(kept);
            assertThat(browser.consoleErrors()).isEmpty();

            stopVite();
            startVite(port);
            browser.awaitText("#kept", text -> !text.isEmpty() && !text.equals(kept)); // loaded again by Vite
            browser.awaitText("#call", "called"::equals);
            write("text.js", "export const text = 'third';\n");
            browser.awaitText("#text", "third"::equals);
        }
    }

    private static Application start(int port) {
        return Application.create(options -> options.backend(BrowserBackend.withoutLaunch())
                        .server(server -> server.devServer(URI.create("http://localhost:" + port)))
                        .service(new Echo())
                        .route("/api/upper", ViteTest::upper)
                        .window("main", window -> window.allow(Capabilities.calls("Echo.*"))))
                .start();
    }

    private static Mono<RouteResponse> upper(RouteRequest request) {
        Flux<ByteBuffer> upper = request.body()
                .map(bytes -> UTF_8.decode(bytes).toString().toUpperCase(Locale.ROOT))
                .startWith(request.page().window() + ": ")
                .map(UTF_8::encode);
        return Mono.just(RouteResponse.stream("text/plain; charset=utf-8", upper));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(project.resolve(name), text);
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private void startVite(int port) throws IOException {
        vite = run("node", "node_modules/vite/bin/vite.js", "--strictPort", "--port", String.valueOf(port));
    }

    private Process run(String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        project.resolve("output").toFile()))
                .start();
    }

    /** Without npm, or without its registry, the test did not run, and that is said loudly or is a failure. */
    private void installVite() throws Exception {
        write("output", "");
        boolean isInstalled;
        try {
            Process npm = run("npm", "install", "--no-save", "--no-audit", "--no-fund", VITE);
            isInstalled = npm.waitFor(240, TimeUnit.SECONDS) && npm.exitValue() == 0;
            npm.destroyForcibly();
        } catch (IOException noNpm) {
            isInstalled = false;
        }
        if (!isInstalled) {
            Missing.tell(
                    "gyre.vite",
                    "THE TEST WITH VITE DID NOT RUN: npm installs no " + VITE + " here\n"
                            + Files.readString(project.resolve("output")));
        }
    }
}
