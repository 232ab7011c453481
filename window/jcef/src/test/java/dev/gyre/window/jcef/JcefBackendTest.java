package dev.gyre.window.jcef;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.emits;
import static dev.gyre.ipc.Capabilities.hears;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.gyre.assets.AssetSource;
import dev.gyre.assets.RouteResponse;
import dev.gyre.event.Verdict;
import dev.gyre.ipc.WindowMessage;
import dev.gyre.window.Application;
import dev.gyre.window.PageEvent;
import dev.gyre.window.Window;
import dev.gyre.window.WindowEvent;
import dev.gyre.window.WindowOptions;
import dev.gyre.window.jcef.Probe.Said;
import dev.gyre.window.jcef.Probe.Step;
import dev.gyre.window.jcef.Probe.Tick;
import dev.gyre.window.spi.PageNews;
import dev.gyre.window.spi.PageNews.ConsoleLine;
import dev.gyre.window.spi.PageNews.Crashed;
import dev.gyre.window.spi.Screen;
import dev.gyre.window.spi.WindowTrait.Focus;
import dev.gyre.window.spi.WindowTrait.Frameless;
import dev.gyre.window.spi.WindowTrait.Position;
import dev.gyre.window.spi.WindowTrait.Size;
import dev.gyre.window.spi.WindowTrait.Title;
import dev.gyre.window.spi.WindowTrait.Zoom;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.SecondaryLoop;
import java.awt.Toolkit;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Real windows with real pages. */
@ExtendWith(Headless.class)
class JcefBackendTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static void options(WindowOptions window) {
        window.size(640, 480).allow(calls("Probe.*"), hears("test.*"), emits("test.*"));
    }

    private final Probe probe = new Probe();
    private final Map<String, BlockingQueue<Said>> said = new ConcurrentHashMap<>();
    private final Application app = Application.create(options -> options.backend(JcefBackend.create())
            .assets(AssetSource.classpath("web"))
            .service(probe)
            .server(server -> server.contentSecurityPolicy(policy -> policy.allow("frame-src", "http:")))
            .route("/api/hello", request -> Mono.just(RouteResponse.text("route")))
            .window("main", JcefBackendTest::options));

    @AfterEach
    void close() {
        app.close();
    }

    private Window start() throws InterruptedException {
        app.events().register(Probe.DO);
        app.events().register(Probe.TICK);
        app.events().register(Probe.SAID);
        app.events().on(WindowMessage.TYPE, message -> {
            if (message.event().payload() instanceof Said heard && !heard.step().equals("noise")) {
                of(message.window()).add(heard);
            }
        });
        app.start();
        assertThat(next("main")).isEqualTo(new Said("loaded", "/"));
        return app.window("main").orElseThrow();
    }

    private BlockingQueue<Said> of(String window) {
        return said.computeIfAbsent(window, name -> new LinkedBlockingQueue<>());
    }

    private Said next(String window) throws InterruptedException {
        return of(window).poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static void tell(Window window, String step, Object argument) {
        assertThat(window.emit(Probe.DO, new Step(step, argument)).isAccepted()).isTrue();
    }

    private String result(Window window, String step, Object argument) throws InterruptedException {
        tell(window, step, argument);
        Said answer = next(window.name());
        assertThat(answer).as(step).isNotNull();
        assertThat(answer.step()).isEqualTo(step);
        return answer.result();
    }

    @Test
    void pagesCallStreamAndFetch() throws InterruptedException {
        Window main = start();

        assertThat(result(main, "greet", "")).isEqualTo("Hello, Ada");
        assertThat(result(main, "count", 10_000)).isEqualTo("50005000");
        assertThat(result(main, "many", 2_000)).isEqualTo("true");
        assertThat(result(main, "fetched", "")).isEqualTo("route");
    }

    @Test
    void textAndBytesArriveAsTheyWere() throws InterruptedException {
        Window main = start();

        assertThat(result(main, "mirror", "")).isEqualTo("true");
        String text = "a\0b \uD83D\uDE00 \u2028\u2029 \u00FC '\"\\`${1}</script>";
        assertThat(result(main, "echo", text)).isEqualTo(text);
        assertThat(result(main, "bytes", 100_000)).isEqualTo("true");
    }

    @Test
    void eventsKeepTheirOrderAndAreCounted() throws InterruptedException {
        Window main = start();

        for (int number = 1; number <= 1_000; number++) {
            app.events().publish(Probe.TICK, new Tick(number));
        }

        assertThat(result(main, "ticks", "")).isEqualTo("in order to 1000");
    }

    @Test
    void aBusyUiThreadDelaysNoPublisher() throws InterruptedException {
        Window main = start();
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        EventQueue.invokeLater(() -> {
            blocked.countDown();
            await(release);
        });
        assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();

        for (int number = 1; number <= 100_000; number++) {
            app.events().publish(Probe.TICK, new Tick(number));
        }
        release.countDown();

        assertThat(result(main, "greet", "")).isEqualTo("Hello, Ada");
        assertThat(result(main, "ticks", "")).endsWith("to 100000");
    }

    @Test
    void aReloadEndsTheSessionAndBeginsAnother() throws InterruptedException {
        Window main = start();

        for (int load = 2; load <= 6; load++) {
            tell(main, "storm", 500);
            assertThat(next("main")).isEqualTo(new Said("loaded", "/"));
            assertThat(result(main, "generation", "")).isEqualTo(String.valueOf(load));
        }
        assertThat(result(main, "greet", "")).isEqualTo("Hello, Ada");
    }

    @Test
    void eachWindowHasItsOwnPageAndReloadsAsItself() throws InterruptedException {
        Window main = start();
        Window second = app.open("second", JcefBackendTest::options);
        assertThat(next("second")).isEqualTo(new Said("loaded", "/"));

        assertThat(result(second, "greet", "")).isEqualTo("Hello, Ada");
        tell(main, "reload", "");
        assertThat(next("main")).isEqualTo(new Said("loaded", "/"));
        assertThat(result(main, "generation", "")).isEqualTo("2");
        assertThat(result(second, "generation", "")).isEqualTo("1");

        second.close();
        assertThat(result(main, "greet", "")).isEqualTo("Hello, Ada");
    }

    @Test
    void aWindowClosedDuringACallCancelsIt() throws Exception {
        Window main = start();
        app.open("second", JcefBackendTest::options);
        assertThat(next("second")).isEqualTo(new Said("loaded", "/"));
        tell(app.window("second").orElseThrow(), "never", "");
        assertThat(probe.neverCalled.await(20, TimeUnit.SECONDS)).isTrue();

        app.window("second").orElseThrow().close();

        assertThatThrownBy(() -> probe.never.get(20, TimeUnit.SECONDS))
                .isInstanceOf(java.util.concurrent.CancellationException.class);
        assertThat(result(main, "greet", "")).isEqualTo("Hello, Ada");
    }

    @Test
    void foreignPagesAreNotShownAndForeignFramesSeeNothing() throws Exception {
        Window main = start();
        HttpServer foreign = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] page = "<script>parent.postMessage(typeof gyreChannel, '*')</script>".getBytes(StandardCharsets.UTF_8);
        foreign.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        foreign.start();
        String url = "http://127.0.0.1:" + foreign.getAddress().getPort() + "/";
        try {
            assertThat(result(main, "members", "")).isEmpty();
            assertThat(result(main, "frame", url)).isEqualTo("undefined");
            assertThat(result(main, "leave", url)).isEqualTo("undefined");
            assertThat(result(main, "greet", "")).isEqualTo("Hello, Ada");
            assertThat(result(main, "generation", "")).isEqualTo("1");
        } finally {
            foreign.stop(0);
        }
    }

    @Test
    void windowsAreChangedAndTellIt() throws InterruptedException {
        Window main = start();

        main.change(new Title("\uD83D\uDE00"), new Position(30, 40), new Size(500, 300), new Zoom(1.5))
                .block(PATIENCE);

        assertThat(main.title()).isEqualTo("\uD83D\uDE00");
        assertThat(main.trait(Position.class)).contains(new Position(30, 40));
        assertThat(main.trait(Size.class)).contains(new Size(500, 300));
        assertThat(main.trait(Zoom.class)).contains(new Zoom(1.5));
        assertThat(main.trait(Focus.class)).isPresent();
        assertThatThrownBy(() -> main.change(new Frameless(true)).block(PATIENCE))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith("trait: Frameless[wanted=true] (expected: one of [Background, ");
    }

    /** What else Swing's thread had to do for the change would be done by a loop within the turn. */
    @Test
    void manyWindowsAreChangedInOneTurnOfTheUiThread() throws Exception {
        start();
        for (int number = 1; number < 4; number++) {
            app.open("window" + number, JcefBackendTest::options);
        }
        AtomicInteger changed = new AtomicInteger();
        AtomicInteger changedBesides = new AtomicInteger();
        EventQueue.invokeAndWait(() -> shown().forEach(frame -> frame.addPropertyChangeListener("title", title -> {
            if (changed.getAndIncrement() == 0) {
                SecondaryLoop loop =
                        Toolkit.getDefaultToolkit().getSystemEventQueue().createSecondaryLoop();
                EventQueue.invokeLater(loop::exit);
                loop.enter();
                changedBesides.set(changed.get() - 1);
            }
        })));

        assertThat(app.change(app.windows(), new Title("together"))
                        .collectList()
                        .block(PATIENCE))
                .hasSize(4);

        assertThat(changed).hasValue(4);
        assertThat(changedBesides).hasValue(0);
    }

    @Test
    void aStuckUiThreadFailsTheChangeAndHangsNobody() throws InterruptedException {
        Window main = start();
        CountDownLatch release = new CountDownLatch(1);
        EventQueue.invokeLater(() -> await(release));

        assertThatThrownBy(() -> main.change(new Zoom(2)).block(PATIENCE))
                .hasCauseInstanceOf(java.util.concurrent.TimeoutException.class);
        release.countDown();

        main.change(new Zoom(3)).block(PATIENCE);
        assertThat(main.trait(Zoom.class)).contains(new Zoom(3));
    }

    @Test
    void theUserAsksAndAHookMayVetoOffTheUiThread() throws InterruptedException {
        Window main = start();
        BlockingQueue<Boolean> askedOnUiThread = new LinkedBlockingQueue<>();
        app.events().hook(WindowEvent.TYPE, event -> {
            if (event.change() != WindowEvent.Change.CLOSING) {
                return Verdict.PASS;
            }
            askedOnUiThread.add(Schedulers.isNonBlockingThread(Thread.currentThread()));
            return Verdict.veto("unsaved");
        });

        EventQueue.invokeLater(() -> shown().forEach(frame ->
                frame.dispatchEvent(new java.awt.event.WindowEvent(frame, java.awt.event.WindowEvent.WINDOW_CLOSING))));

        assertThat(askedOnUiThread.poll(20, TimeUnit.SECONDS)).isFalse();
        assertThat(result(main, "greet", "")).isEqualTo("Hello, Ada");
        assertThat(main.isClosed()).isFalse();
    }

    @Test
    void windowsCloseAsSoonAsTheyAreOpened() throws InterruptedException {
        start();

        for (int number = 0; number < 10; number++) {
            app.open("brief" + number, JcefBackendTest::options).close();
        }

        assertThat(result(app.window("main").orElseThrow(), "greet", "")).isEqualTo("Hello, Ada");
        app.close(Duration.ofSeconds(5)).block(PATIENCE);
        assertThat(shown()).isEmpty();
    }

    @Test
    void aPageThatDiesIsShownAgainOnceAndTheLogTellsIt() throws InterruptedException {
        BlockingQueue<PageNews> news = hearNews();
        Window main = start();
        try (Log log = Log.of(Page.class.getName())) {
            killRenderers();

            assertThat(next("main")).isEqualTo(new Said("loaded", "/"));
            assertThat(result(main, "greet", "")).isEqualTo("Hello, Ada");
            assertThat(log.next())
                    .startsWith("the page of window \"main\" died: ")
                    .endsWith("; it is shown again");
            assertThat(news.poll(30, TimeUnit.SECONDS))
                    .matches(told -> told instanceof Crashed died && died.isShownAgain());

            killRenderers();

            assertThat(log.next()).endsWith("; it is left, for it did so within a minute");
            assertThat(news.poll(30, TimeUnit.SECONDS))
                    .matches(told -> told instanceof Crashed died && !died.isShownAgain());
        }
    }

    private BlockingQueue<PageNews> hearNews() {
        BlockingQueue<PageNews> news = new LinkedBlockingQueue<>();
        app.events().on(PageEvent.TYPE, event -> news.add(event.news()));
        return news;
    }

    @Test
    void whatAPageIsNotLetToDoIsTold() throws InterruptedException {
        BlockingQueue<PageNews> news = hearNews();
        Window main = start();

        result(main, "leave", "http://127.0.0.1:49151/secret?more");
        assertThat(news.poll(30, TimeUnit.SECONDS)).isEqualTo(new PageNews.Refused("http://127.0.0.1:49151"));
    }

    @Test
    void aPictureHasTheSizeAndTheColoursOfThePage() throws Exception {
        Window main = start();
        result(main, "paint", "#336699");

        for (int number = 0; number < 20; number++) {
            BufferedImage picture =
                    ImageIO.read(new ByteArrayInputStream(main.screenshot().block(PATIENCE)));

            assertThat(picture.getWidth()).isEqualTo(640);
            assertThat(picture.getHeight()).isEqualTo(480);
            assertThat(picture.getRGB(320, 240)).isEqualTo(0xFF336699);
        }
    }

    @Test
    void theScreenIsTheOneOfSwing() throws InterruptedException {
        start();

        Dimension size = Toolkit.getDefaultToolkit().getScreenSize();
        assertThat(app.screens()).hasSize(1);
        assertThat(app.screens().get(0).bounds()).isEqualTo(new Screen.Area(0, 0, size.width, size.height));
    }

    private static void killRenderers() {
        assertThat(Renderers.all().filter(ProcessHandle::destroyForcibly)).isNotEmpty();
    }

    @Test
    void theConsoleOfAPageGoesToTheLogAndAFloodIsCounted() throws InterruptedException {
        BlockingQueue<PageNews> news = hearNews();
        Window main = start();
        try (Log log = Log.of("dev.gyre.window.console")) {
            assertThat(result(main, "console", 1)).isEqualTo("undefined");
            assertThat(news.poll(30, TimeUnit.SECONDS))
                    .matches(told -> told instanceof ConsoleLine line
                            && line.text().startsWith("line 0")
                            && line.source().endsWith("/page.js")
                            && line.line() > 0);
            assertThat(log.next()).matches("window \"main\": line 0  of \\d+ \\(http://127.0.0.1:\\d+/page.js:\\d+\\)");

            result(main, "console", 10_000);
            while (news.stream().noneMatch(told -> ((ConsoleLine) told).dropped() > 0)) {
                result(main, "console", 1);
            }

            assertThat(log.nextWith("lines of its console dropped")).isTrue();
        }
    }

    private static List<Frame> shown() {
        return Stream.of(Frame.getFrames()).filter(Frame::isDisplayable).toList();
    }

    @Test
    void closingLeavesNoWindowAndNoPage() throws InterruptedException {
        start();
        assertThat(shown()).hasSize(1);

        app.close(Duration.ofSeconds(5)).block(PATIENCE);

        assertThat(shown()).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
