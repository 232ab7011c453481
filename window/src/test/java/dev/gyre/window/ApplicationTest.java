package dev.gyre.window;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.emits;
import static dev.gyre.ipc.Capabilities.hears;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.assets.AssetRequest;
import dev.gyre.assets.AssetSource;
import dev.gyre.event.EventType;
import dev.gyre.ipc.Binding;
import dev.gyre.ipc.CallException;
import dev.gyre.ipc.PageClient;
import dev.gyre.ipc.WindowMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApplicationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    record Tick(int count) {}

    static final EventType<Tick> TICK = EventType.of("clock.tick", Tick.class);

    static final class Clock implements Service {
        final List<String> life = new CopyOnWriteArrayList<>();

        @Override
        public void start(Application application) {
            life.add("started");
            application.events().register(TICK);
        }

        @Override
        public void stop() {
            life.add("stopped");
        }

        @Binding
        String greet(String name) {
            return "Hello, " + name;
        }
    }

    private final Clock clock = new Clock();
    private Application app = Application.create(options -> options.backend(InMemoryBackend.create())
            .service(clock)
            .window("main", window -> window.title("Clock").allow(calls("Clock.*"), hears("clock.*"), emits("clock.*")))
            .window("silent", window -> {}));

    @AfterEach
    void close() {
        app.close();
    }

    @Test
    void pagesCallBindingsTheirWindowMayCall() {
        app.start();

        try (PageClient main = InMemoryPage.open(app, "main");
                PageClient silent = InMemoryPage.open(app, "silent")) {
            assertThat(main.call("Clock.greet", "Ada")).isEqualTo("Hello, Ada");
            assertThatThrownBy(() -> silent.call("Clock.greet", "Ada"))
                    .isInstanceOfSatisfying(
                            CallException.class,
                            error -> assertThat(error.kind()).isEqualTo("not_available"));
        }
    }

    @Test
    void eventsReachThePagesThatHearThem() throws InterruptedException {
        app.start();
        BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

        try (PageClient main = InMemoryPage.open(app, "main")) {
            main.on("clock.tick", event -> heard.add(String.valueOf(event.payload())));
            app.events().publish(TICK, new Tick(1));
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("{count=1}");

            app.window("main").orElseThrow().emit(TICK, new Tick(2));
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("{count=2}");
        }
    }

    @Test
    void eventsOfPagesAreSeenAsWindowMessagesAndHeardAsWhatTheyAre() throws InterruptedException {
        BlockingQueue<Tick> heard = new LinkedBlockingQueue<>();
        BlockingQueue<WindowMessage> messages = new LinkedBlockingQueue<>();
        app.events().on(TICK, heard::add);
        app.windowMessages().subscribe(messages::add);
        app.start();

        try (PageClient main = InMemoryPage.open(app, "main")) {
            main.emit("clock.tick", Map.of("count", 7));

            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(new Tick(7));
            WindowMessage message = messages.poll(20, TimeUnit.SECONDS);
            assertThat(message).isNotNull();
            assertThat(message.window()).isEqualTo("main");
            assertThat(message.event().payload()).isEqualTo(new Tick(7));
        }
    }

    @Test
    void windowsTellWhatHappensToThem() throws InterruptedException {
        BlockingQueue<String> changes = new LinkedBlockingQueue<>();
        app.windowEvents()
                .filter(event -> event.window().equals("second"))
                .subscribe(event -> changes.add(event.change().name()));
        app.start();

        Window second = app.open("second", window -> window.title("Second"));
        try (PageClient page = InMemoryPage.open(app, "second")) {
            assertThat(page.generation()).isEqualTo(1);
            assertThat(next(changes)).isEqualTo("CREATED");
            assertThat(next(changes)).isEqualTo("READY");

            second.close();
            assertThat(next(changes)).isEqualTo("CLOSED");
        }
        assertThat(second.isClosed()).isTrue();
        assertThat(app.window("second")).isEmpty();
    }

    @Test
    void windowsTellThatTheirPageWentWhileTheyStay() throws InterruptedException {
        BlockingQueue<String> changes = new LinkedBlockingQueue<>();
        app.start();
        app.windowEvents().subscribe(event -> changes.add(event.change().name()));

        try (PageClient page = InMemoryPage.open(app, "main")) {
            assertThat(page.generation()).isEqualTo(1);
            assertThat(next(changes)).isEqualTo("READY");
            app.window("main").flatMap(Window::session).orElseThrow().end();
        }

        assertThat(next(changes)).isEqualTo("PAGE_ENDED");
        assertThat(app.window("main")).isPresent();
    }

    private static String next(BlockingQueue<String> queue) throws InterruptedException {
        String next = queue.poll(20, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    @Test
    void aWindowsNameIsUniqueWhileItIsOpen() {
        app.start();

        assertThatThrownBy(() -> app.open("main", window -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("window: main (expected: a name no open window has)");
        app.open("second", window -> {}).close();
        assertThat(app.open("second", window -> {}).isClosed()).isFalse();
    }

    @Test
    void closesWithItsLastWindow() throws InterruptedException {
        CountDownLatch opened = new CountDownLatch(2);
        app.windowEvents().subscribe(event -> opened.countDown());
        Thread main = new Thread(app::run, "test-main");
        main.start();
        assertThat(opened.await(20, TimeUnit.SECONDS)).isTrue();

        app.windows().forEach(Window::close);
        main.join(PATIENCE.toMillis());

        assertThat(main.isAlive()).isFalse();
        assertThat(app.isClosed()).isTrue();
    }

    @Test
    void tellsThatItStartedAndThatItCloses() {
        BlockingQueue<Object> life = new LinkedBlockingQueue<>();
        app.events().on(ApplicationEvent.TYPE, life::add);

        app.start();
        app.close();

        assertThat(life).containsExactly(ApplicationEvent.STARTED, ApplicationEvent.CLOSING);
    }

    @Test
    void tellsWhatItsStartConsistedOf() {
        app.start();

        assertThat(app.startTrace().steps())
                .map(StartTrace.Step::name)
                .containsExactly("service Clock", "in-memory", "window main", "window silent");
        assertThat(app.startTrace().toString()).contains(" ms  service Clock").hasLineCount(5);
    }

    /** The start of the server lists the assets, and here waits for that of the backend. */
    @Test
    void startsItsServerBesideItsBackend() {
        CountDownLatch begun = new CountDownLatch(1);
        Application both = Application.create(options -> options.backend(new LoopbackBackend(begun::countDown))
                .assets(() -> {
                    assertThat(isDown(begun)).isTrue();
                    return List.of();
                }));

        both.start();

        assertThat(both.origin()).startsWith("http://127.0.0.1:");
        both.close();
    }

    @Test
    void leavesNoServerIfItsBackendRefuses() throws InterruptedException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Application refused = Application.create(options -> options.backend(new LoopbackBackend(() -> {
                    throw new IllegalStateException("no display");
                }))
                .assets(List::of));

        assertThatThrownBy(refused::start)
                .isInstanceOf(ApplicationException.class)
                .hasRootCauseMessage("no display");

        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!before.contains(thread) && thread.getName().startsWith("gyre-")) {
                thread.join(20_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    private static boolean isDown(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Shows nothing, on loopback, and does something as it starts. */
    private static final class LoopbackBackend extends TestBackend {

        LoopbackBackend(Runnable asItStarts) {
            this.asItStarts = asItStarts;
        }

        @Override
        public boolean usesLoopback() {
            return true;
        }
    }

    @Test
    void staysOpenWithoutAWindowIfItIsToldTo() {
        Application open = Application.create(
                options -> options.backend(InMemoryBackend.create()).staysOpen().window("main", window -> {}));
        open.start();

        open.windows().forEach(Window::close);

        assertThat(open.isClosed()).isFalse();
        assertThat(open.open("other", window -> {}).isClosed()).isFalse();
        open.close();
    }

    @Test
    void startsOnce() {
        app.start();

        assertThatThrownBy(app::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("application is started already");
        app.close();
        assertThatThrownBy(app::start).hasMessage("application is closed already");
        assertThat(clock.life).containsExactly("started", "stopped");
    }

    @Test
    void aBindingMayCloseTheApplication() throws InterruptedException {
        BlockingQueue<String> closed = new LinkedBlockingQueue<>();
        Application quitting = Application.create(options -> options.backend(InMemoryBackend.create())
                .service(new Quit(closed))
                .window("main", window -> window.allow(calls("Quit.*"))));
        quitting.start();

        PageClient page = InMemoryPage.open(quitting, "main");
        CompletableFuture<Object> unanswered = page.callAsync("Quit.now");

        assertThat(closed.poll(20, TimeUnit.SECONDS)).isEqualTo("closed");
        assertThat(quitting.isClosed()).isTrue();
        page.close();
        assertThat(unanswered).isDone();
    }

    static final class Quit implements Service {
        private final BlockingQueue<String> closed;
        private volatile Application application;

        Quit(BlockingQueue<String> closed) {
            this.closed = closed;
        }

        @Override
        public void start(Application running) {
            application = running;
        }

        @Binding
        void now() {
            application.close();
            closed.add("closed");
        }
    }

    @Test
    void servesPagesAndTheClientOnLoopback() throws Exception {
        try (Application browser = inBrowser()) {
            BlockingQueue<AssetRequest> requests = new LinkedBlockingQueue<>();
            browser.webviewRequests().subscribe(requests::add);
            browser.start();
            String link = browser.window("main").orElseThrow().link();

            assertThat(link).matches("http://127\\.0\\.0\\.1:\\d+/#gyre=[A-Za-z0-9_-]{22}");
            assertThat(get(browser.origin() + "/").body()).isEqualTo("<!doctype html><title>Test</title>");
            HttpResponse<String> client = get(browser.origin() + "/gyre/gyre.js");
            assertThat(client.statusCode()).isEqualTo(200);
            assertThat(client.headers().firstValue("content-type")).hasValue("text/javascript; charset=utf-8");
            assertThat(get(browser.origin() + "/gyre/other").statusCode()).isEqualTo(404);
            AssetRequest first = requests.poll(20, TimeUnit.SECONDS);
            assertThat(first).isNotNull();
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.path()).isEqualTo("/");
        }
    }

    @Test
    void saysWhatALinkNeeds() {
        app.start();

        assertThatThrownBy(() -> app.window("main").orElseThrow().link())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("origin: none (expected: a running application whose backend has assets, not in-memory)");
    }

    private static Application inBrowser() {
        return Application.create(options -> options.backend(BrowserBackend.withoutLaunch())
                .assets(AssetSource.memory(
                        Map.of("/index.html", "<!doctype html><title>Test</title>".getBytes(StandardCharsets.UTF_8))))
                .window("main", window -> {}));
    }

    private static HttpResponse<String> get(String uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(uri))
                                .timeout(PATIENCE)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
