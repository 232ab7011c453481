package dev.gyre.window.jcef;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.emits;
import static dev.gyre.ipc.Capabilities.hears;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.assets.AssetSource;
import dev.gyre.assets.RouteResponse;
import dev.gyre.assets.spi.DirectResponse;
import dev.gyre.event.EventType;
import dev.gyre.ipc.Binding;
import dev.gyre.ipc.WindowMessage;
import dev.gyre.window.Application;
import dev.gyre.window.Window;
import dev.gyre.window.WindowOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cef.CefApp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Real windows whose pages reach Java without a port. */
@ExtendWith(Headless.class)
class JcefWithoutPortTest {

    record Step(String step, Object argument) {}

    record Said(String step, String result) {}

    record Tick(int number) {}

    record Text(String text) {}

    private static final EventType<Step> DO = EventType.of("test.do", Step.class);
    private static final EventType<Said> SAID = EventType.of("test.said", Said.class);
    private static final EventType<Tick> TICK = EventType.of("test.tick", Tick.class);
    private static final EventType<Text> TEXT = EventType.of("test.text", Text.class);

    /** What Java offers the page. */
    static final class Offer {

        @Binding
        String greet(String name) {
            return "Hello, " + name;
        }

        @Binding
        byte[] bytes(byte[] sent) {
            return sent;
        }
    }

    /** A page that asks for a connection, and for a file. */
    private static final String FOREIGN = "<script>"
            + "const name = Object.getOwnPropertyNames(window).find((each) => /^gyreQuery\\d+$/.test(each));"
            + "const query = new Promise((resolve) => window[name]({"
            + "  request: '11111111-1111-1111-1111-111111111111',"
            + "  onSuccess: () => resolve('answered'),"
            + "  onFailure: (code) => resolve('refused ' + code) }));"
            + "const file = fetch('https://app.local/small.txt', { mode: 'no-cors' })"
            + "  .then(() => 'something', () => 'nothing');"
            + "Promise.all([query, file]).then((both) => parent.postMessage(both.join(), '*'));"
            + "</script>";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();
    private final Sinks.Many<ByteBuffer> live = Sinks.many().unicast().onBackpressureBuffer();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final Application app =
            Application.create(options -> options.backend(JcefBackend.create().loopback(false))
                    .assets(AssetSource.classpath("direct"))
                    .service(new Offer())
                    .server(server -> server.contentSecurityPolicy(policy -> policy.allow("frame-src", "https:")))
                    .route(
                            "/api/size",
                            request -> request.body()
                                    .reduce(0, (sum, part) -> sum + part.remaining())
                                    .map(sum -> RouteResponse.text(request.method() + " " + sum)))
                    .route(
                            "/api/live",
                            request -> Mono.just(RouteResponse.stream(
                                    "application/octet-stream", live.asFlux().doOnCancel(cancelled::countDown))))
                    .window("main", JcefWithoutPortTest::options));

    private static void options(WindowOptions window) {
        window.allow(calls("Offer.*"), hears("test.*"), emits("test.*"));
    }

    @AfterEach
    void close() {
        app.close();
    }

    private Window start() throws InterruptedException {
        app.events().register(DO);
        app.events().register(SAID);
        app.events().register(TICK);
        app.events().register(TEXT);
        app.events().on(WindowMessage.TYPE, message -> {
            if (message.event().payload() instanceof Said heard) {
                said.add(heard);
            }
        });
        app.start();
        assertThat(next()).isEqualTo(new Said("loaded", "/"));
        return app.window("main").orElseThrow();
    }

    private Said next() throws InterruptedException {
        return said.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void tell(String step, Object argument) {
        Window main = app.window("main").orElseThrow();
        assertThat(main.emit(DO, new Step(step, argument)).isAccepted()).isTrue();
    }

    private String result(String step, Object argument) throws InterruptedException {
        tell(step, argument);
        Said answer = next();
        assertThat(answer).as(step).isNotNull();
        assertThat(answer.step()).isEqualTo(step);
        return answer.result();
    }

    private String fetched(String... request) throws InterruptedException {
        return result("fetched", request);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void noSocketListens() throws Exception {
        Set<String> before = listening();
        start();

        assertThat(result("greet", "")).isEqualTo("Hello, Ada");
        assertThat(result("upload", 10)).isEqualTo("200 POST 10");

        assertThat(listening()).isEqualTo(before);
        assertThat(app.origin()).isEqualTo("https://app.local");
        try (ServerSocket port = new ServerSocket(0)) {
            assertThat(listening()).as(port.toString()).hasSize(before.size() + 1);
        }
    }

    /** The sockets of this process, and of Chromium's, that wait for connections, by their inodes. */
    private static Set<String> listening() throws IOException {
        Set<String> ours = Stream.concat(
                        Stream.of(ProcessHandle.current()),
                        ProcessHandle.current().descendants())
                .flatMap(process -> links(Path.of("/proc", String.valueOf(process.pid()), "fd")))
                .collect(Collectors.toSet());
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(JcefWithoutPortTest::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns[3].equals("0A"))
                .map(columns -> "socket:[" + columns[9] + "]")
                .filter(ours::contains)
                .collect(Collectors.toSet());
    }

    private static Stream<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file)).stream().skip(1);
        } catch (IOException none) {
            return Stream.empty();
        }
    }

    private static Stream<String> links(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(JcefWithoutPortTest::target).toList().stream();
        } catch (IOException gone) {
            return Stream.empty();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    @Test
    void pagesFetchFilesAsFromAServer() throws InterruptedException {
        start();

        assertThat(fetched("GET", "/small.txt")).isEqualTo("200,5,small");
        assertThat(fetched("HEAD", "/small.txt")).isEqualTo("200,5,");
        assertThat(fetched("GET", "/small.txt", "Range", "bytes=1-2")).isEqualTo("206,2,ma");
        assertThat(fetched("GET", "/small.txt", "Range", "bytes=-2")).isEqualTo("206,2,ll");
        assertThat(fetched("GET", "/small.txt", "Range", "bytes=90-")).startsWith("416,");
        assertThat(fetched("GET", "/none")).startsWith("404,");
        assertThat(fetched("POST", "/small.txt")).startsWith("405,");
        assertThat(result("charset", "")).isEqualTo("UTF-8");
        assertThat(result("parallel", 600)).isEqualTo("true");
        assertThat(result("worker", "")).isEqualTo("works,small");
    }

    @Test
    void routesTakeUploadsWithTheTokenAlone() throws InterruptedException {
        start();

        assertThat(result("upload", 3_000_000)).isEqualTo("200 POST 3000000");
        assertThat(result("upload", 5_000_000)).startsWith("413 ");
        assertThat(fetched("POST", "/api/size")).startsWith("403,");
    }

    @Test
    void bodiesThatChromiumKeepsToItselfAreRefused() throws InterruptedException {
        start();

        assertThat(result("form", "")).startsWith("200 POST ");
        assertThat(result("blob", "")).startsWith("415 ");
        assertThat(result("file", "")).startsWith("415 ");
    }

    @Test
    void aStreamComesAsItIsMade() throws InterruptedException {
        start();
        live.tryEmitNext(ByteBuffer.allocate(10));
        assertThat(result("read", "/api/live")).isEqualTo("10");

        tell("rest", "");
        live.tryEmitNext(ByteBuffer.allocate(200_000));
        live.tryEmitComplete();

        assertThat(next()).isEqualTo(new Said("rest", "200000"));
    }

    @Test
    void aStreamThatBreaksOffIsAnErrorInThePage() throws InterruptedException {
        start();
        live.tryEmitNext(ByteBuffer.allocate(10));
        assertThat(result("read", "/api/live")).isEqualTo("10");

        tell("rest", "");
        live.tryEmitError(new IllegalStateException("a fault of the application, which the log is expected to show"));

        assertThat(next()).isEqualTo(new Said("rest", "TypeError: network error"));
    }

    @Test
    void aPageThatStopsReadingCancelsTheRoute() throws InterruptedException {
        start();
        live.tryEmitNext(ByteBuffer.allocate(10));
        assertThat(result("read", "/api/live")).isEqualTo("10");

        tell("stop", "");

        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aReloadCancelsWhatThePageWasReadingAndBeginsAnew() throws InterruptedException {
        start();
        live.tryEmitNext(ByteBuffer.allocate(10));
        assertThat(result("read", "/api/live")).isEqualTo("10");

        tell("reload", "");

        assertThat(next()).isEqualTo(new Said("loaded", "/"));
        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(result("generation", "")).isEqualTo("2");
        assertThat(result("greet", "")).isEqualTo("Hello, Ada");
    }

    @Test
    void largeMessagesAreFetchedAndNothingOvertakesThem() throws InterruptedException {
        start();

        assertThat(result("bytes", 2_000_000)).isEqualTo("true");
        for (int number = 1; number <= 5; number++) {
            app.events().publish(TEXT, new Text("\u00FC".repeat(30_000 * number)));
            app.events().publish(TICK, new Tick(number));
        }
        app.events().publish(TICK, new Tick(6));

        assertThat(result("heard", "")).isEqualTo("30000,1,60000,2,90000,3,120000,4,150000,5,6");
    }

    @Test
    void foreignFramesAndSubframesGetNothing() throws InterruptedException {
        start();
        CefApp.getInstance()
                .registerSchemeHandlerFactory(
                        "https",
                        "foreign.test",
                        (browser, frame, scheme, asked) -> new DirectResource(request -> Mono.just(new DirectResponse(
                                200,
                                Map.of("content-type", "text/html"),
                                Flux.just(ByteBuffer.wrap(FOREIGN.getBytes(StandardCharsets.UTF_8)))))));

        for (int frame = 0; frame < 10; frame++) { // each might be quicker than what Chromium tells of it
            assertThat(result("frame", "https://foreign.test/")).isEqualTo("refused -1,nothing");
        }
        assertThat(result("blank", "")).isEqualTo("refused -1");
        assertThat(result("stranger", "")).isEqualTo("refused 0");
        assertThat(result("leave", "https://foreign.test/")).isEqualTo("undefined");
        assertThat(result("greet", "")).isEqualTo("Hello, Ada");
        assertThat(result("generation", "")).isEqualTo("1");
    }

    @Test
    void anAttachedBrowserNeedsAPort() {
        var client = CefApp.getInstance().createClient();
        var browser = client.createBrowser("about:blank", false, false);
        String refusal =
                "loopback: false (expected: true, for the browsers attached to [editor] were made without a way to Java)";

        assertThatThrownBy(() -> JcefBackend.create().loopback(false).attach("editor", browser))
                .hasMessage(refusal);
        assertThatThrownBy(() -> JcefBackend.create().attach("editor", browser).loopback(false))
                .hasMessage(refusal);
        client.dispose();
    }
}
