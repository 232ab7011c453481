package dev.gyre.window;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.hears;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.event.Verdict;
import dev.gyre.ipc.CallException;
import dev.gyre.ipc.PageClient;
import dev.gyre.window.kit.Log;
import dev.gyre.window.spi.Backend;
import dev.gyre.window.spi.BackendWindow;
import dev.gyre.window.spi.PageNews;
import dev.gyre.window.spi.PageNews.ConsoleLine;
import dev.gyre.window.spi.PageNews.Crashed;
import dev.gyre.window.spi.PageNews.FilesDropped;
import dev.gyre.window.spi.PageNews.Refused;
import dev.gyre.window.spi.Screen;
import dev.gyre.window.spi.WindowTrait;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a backend tells of windows, pages and screens, on its way to who hears it. */
class PageEventTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestBackend backend = new TestBackend();
    private final BlockingQueue<PageNews> heard = new LinkedBlockingQueue<>();
    private final Application app = Application.create(options -> options.backend(backend)
            .devMode()
            .window("main", window -> window.allow(hears("gyre.**"), calls("gyre.window.*"))));

    @AfterEach
    void close() {
        app.close();
    }

    private Window start() {
        app.events().on(PageEvent.TYPE, event -> {
            assertThat(event.window()).isEqualTo("main");
            heard.add(event.news());
        });
        return app.start().window("main").orElseThrow();
    }

    private PageNews next() throws InterruptedException {
        return heard.poll(20, TimeUnit.SECONDS);
    }

    /** As by an exception on a UI thread. */
    @Test
    void aWindowThatCouldNotBeShownIsLoggedAndClosedAndNobodyWaitsForIt() throws Exception {
        BlockingQueue<WindowEvent.Change> told = new LinkedBlockingQueue<>();
        app.events().on(WindowEvent.TYPE, event -> told.add(event.change()));
        Window main = start();
        try (Log log = Log.of(Application.class.getName())) {
            backend.host.failed(backend.window, new IllegalStateException("no display"));

            CompletableFuture.runAsync(app::awaitClose).get(20, TimeUnit.SECONDS);
            assertThat(main.isClosed()).isTrue();
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(WindowEvent.Change.CREATED);
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(WindowEvent.Change.CLOSED);
            log.next("window \"main\" could not be shown, and is closed"::equals);
        }
    }

    @Test
    void whatHappensToAPageIsToldInOrder() throws InterruptedException {
        start();
        List<PageNews> news = List.of(
                new Refused("https://example.org/path"),
                new Crashed("killed", true),
                new FilesDropped(List.of(Path.of("a.txt"))),
                new Crashed("killed", false));

        news.forEach(backend::tell);

        for (PageNews told : news) {
            assertThat(next()).isEqualTo(told);
        }
    }

    @Test
    void noPageHearsOfItWhateverItIsGranted() throws Exception {
        start();
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (PageClient page = InMemoryPage.open(app, "main")) {
            page.on("gyre.**", event -> told.add(event.name()));
            page.call("gyre.window.state"); // by then Java has heard of it

            backend.tell(new FilesDropped(List.of(Path.of("secret"))));
            assertThat(next()).isInstanceOf(FilesDropped.class);
            app.window("main").orElseThrow().emit(PageEvent.TYPE, new PageEvent("main", 1, new Crashed("", true)));
            backend.host.changed(backend.window, new WindowTrait.Zoom(2));

            for (String name = ""; !name.equals(WindowChanged.TYPE.name()); ) {
                name = told.poll(20, TimeUnit.SECONDS);
                assertThat(name).isNotNull().isNotEqualTo(PageEvent.TYPE.name());
            }
        }
    }

    @Test
    void aFloodOfLinesIsCutAndCounted() throws InterruptedException {
        start();
        ConsoleLine line = new ConsoleLine(Level.DEBUG, "x".repeat(5_000) + "\n", "page.js", 7);

        List<ConsoleLine> all = new ArrayList<>();
        long told = 0;
        for (long dropped = 0; dropped == 0 || told == 0; told++) {
            backend.tell(line);
            for (PageNews next = heard.poll(); next != null; next = heard.poll()) {
                all.add((ConsoleLine) next);
                dropped += all.get(all.size() - 1).dropped();
            }
        }

        assertThat(all.get(0)).isEqualTo(new ConsoleLine(Level.DEBUG, "x".repeat(1_000), "page.js", 7));
        assertThat(all.stream().mapToLong(ConsoleLine::dropped).sum() + all.size())
                .isLessThanOrEqualTo(told);
        assertThat(all)
                .hasSizeLessThanOrEqualTo(
                        302); // lines of three seconds, for the end of one may be the begin of another
    }

    /** By the thread of the window's news, and not the one that tells, which may be of a UI. */
    @Test
    void refusedNavigationsAreLoggedOnceASecondAndCounted() throws InterruptedException {
        start();
        try (Log log = Log.of(Application.class.getName())) {
            for (int number = 0; number < 100; number++) {
                backend.tell(new Refused("https://n" + number));
            }
            backend.tell(new Crashed("last", false));
            for (PageNews told = next(); !told.equals(new Crashed("last", false)); ) {
                told = next();
            }
            int lines = log.waiting();
            Log.Line first = log.next();
            while (log.waiting() == 0) {
                backend.tell(new Refused(""));
                assertThat(next()).isNotNull();
            }

            assertThat(first.text())
                    .isEqualTo("window \"main\": navigation refused: https://n0 (expected: a page of the application)");
            assertThat(first.thread().getName()).startsWith("gyre-window-");
            assertThat(lines).isLessThan(100);
            assertThat(log.next().text())
                    .matches("window \"main\": navigation refused: (https://n\\d+|unknown)"
                            + " \\(expected: a page of the application\\), and [1-9]\\d* before it");
        }
    }

    @Test
    void aHookThatHoldsNewsUpHoldsUpNoBackendAndWhatIsTooMuchIsDropped() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        app.events().hook(PageEvent.TYPE, event -> {
            held.countDown();
            await(go);
            return Verdict.PASS;
        });
        start();
        backend.tell(new Crashed("first", true));
        await(held);

        for (int number = 0; number < 10_000; number++) {
            backend.tell(new Refused("https://n" + number));
        }
        go.countDown();
        assertThat(next()).isEqualTo(new Crashed("first", true));
        for (int number = 0; number < 256; number++) {
            assertThat(next()).isEqualTo(new Refused("https://n" + number));
        }
        backend.tell(new Crashed("last", false));

        assertThat(next()).isEqualTo(new Crashed("last", false));
    }

    @Test
    void screensAreToldWhenTheyChangeAndNotTwice() throws InterruptedException {
        BlockingQueue<ScreensChanged> told = new LinkedBlockingQueue<>();
        app.events().on(ScreensChanged.TYPE, told::add);
        start();
        Screen.Area area = new Screen.Area(0, 0, 800, 600);
        Screen first = new Screen(area, area, 1, true);
        Screen second = new Screen(new Screen.Area(800, 0, 640, 480), area, 2, false);
        assertThat(app.screens()).isEmpty();

        backend.host.screens(List.of(first));
        backend.host.screens(List.of(first));
        backend.host.screens(List.of(first, second));

        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(new ScreensChanged(List.of(first)));
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(new ScreensChanged(List.of(first, second)));
        assertThat(app.screens()).containsExactly(first, second);
        try (PageClient page = InMemoryPage.open(app, "main")) {
            assertThat(((List<?>) page.call("gyre.window.screens")).get(0))
                    .isEqualTo(Map.of(
                            "bounds",
                            Map.of("x", 0, "y", 0, "width", 800, "height", 600),
                            "work",
                            Map.of("x", 0, "y", 0, "width", 800, "height", 600),
                            "scale",
                            1.0,
                            "isPrimary",
                            true));
        }
    }

    @Test
    void aPageCannotTellMoreThanItMay() {
        start();
        try (PageClient page = InMemoryPage.open(app, "main")) {
            assertThatThrownBy(() -> page.call(
                            "gyre.page.tell", List.of(Map.of("type", "PageTitle", "text", "x".repeat(1_001)))))
                    .isInstanceOf(CallException.class);
            assertThatThrownBy(() -> page.call("gyre.page.tell", List.of(Map.of("type", "Title", "text", "x"))))
                    .isInstanceOf(CallException.class);
        }
        assertThat(app.window("main").orElseThrow().title()).isEqualTo("main");
    }

    @Test
    void aBackendThatIsStuckFailsThePictureInTime() {
        Backend stuck = new TestBackend() {
            @Override
            public CompletionStage<byte[]> screenshot(BackendWindow of) {
                return new CompletableFuture<>();
            }
        };
        try (Application other =
                Application.create(options -> options.backend(stuck).window("main", window -> {}))) {
            Window main = other.start().window("main").orElseThrow();

            assertThatThrownBy(() -> main.screenshot().block(PATIENCE)).hasCauseInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void whatABackendCannotDoIsSaid() {
        try (Application other = Application.create(
                options -> options.backend(InMemoryBackend.create()).devMode().window("main", window -> {}))) {
            Window main = other.start().window("main").orElseThrow();

            assertThatThrownBy(() -> main.screenshot().block(PATIENCE))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("screenshot: of in-memory (expected: a backend that paints its windows itself)");
            assertThatThrownBy(() -> main.openDevTools().block(PATIENCE))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage(
                            "dev tools: of in-memory (expected: a backend whose web view has some that can be opened)");
            main.close();
            assertThatThrownBy(() -> main.screenshot().block(PATIENCE)).hasMessage("window \"main\" is closed");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.org/path?secret#more, https://example.org",
        "http://user:word@127.0.0.1:8080/, http://127.0.0.1:8080",
        "HTTP://[::1]:80, HTTP://[::1]:80",
        "file:///etc/passwd, file://",
        "data:text/html;secret, data:",
        "javascript:alert(1), javascript:",
        "'http://exämple/x', http://ex",
        "no url, ''",
        "'', ''"
    })
    void ofAnAddressOnlyTheOriginIsTold(String url, String origin) {
        assertThat(new Refused(url)).hasToString("Refused[origin=" + origin + "]");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
