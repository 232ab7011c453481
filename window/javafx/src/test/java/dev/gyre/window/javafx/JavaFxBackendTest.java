package dev.gyre.window.javafx;

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
import dev.gyre.window.javafx.Probe.Said;
import dev.gyre.window.javafx.Probe.Step;
import dev.gyre.window.spi.PageNews;
import dev.gyre.window.spi.PageNews.ConsoleLine;
import dev.gyre.window.spi.Screen;
import dev.gyre.window.spi.WindowTrait.Mode;
import dev.gyre.window.spi.WindowTrait.State;
import dev.gyre.window.spi.WindowTrait.Zoom;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.lang.System.Logger.Level;
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
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What JavaFX has beside what every backend promises. */
@ExtendWith(Headless.class)
class JavaFxBackendTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static void options(WindowOptions window) {
        window.size(640, 480)
                .allow(calls("Probe.*", "gyre.window.*"), hears("test.*", "gyre.window.*"), emits("test.*"));
    }

    private final Probe probe = new Probe();
    private final Map<String, BlockingQueue<Said>> said = new ConcurrentHashMap<>();
    private final Application app = Application.create(options -> options.backend(JavaFxBackend.create())
            .assets(AssetSource.classpath("web"))
            .service(probe)
            .server(server -> server.contentSecurityPolicy(policy -> policy.allow("frame-src", "http:")))
            .route("/api/hello", request -> Mono.just(RouteResponse.text("route")))
            .window("main", JavaFxBackendTest::options));

    @AfterEach
    void close() {
        app.close();
    }

    private Window start() throws InterruptedException {
        app.events().register(Probe.DO);
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
    void pagesMakeManyCallsAtOnceAndFetch() throws InterruptedException {
        Window main = start();

        assertThat(result(main, "many", 2_000)).isEqualTo("true");
        assertThat(result(main, "fetched", "")).isEqualTo("route");
    }

    @Test
    void promisesGoOnAtOnceAndNotWithThePulse() throws InterruptedException {
        Window main = start();
        result(main, "oneByOne", 200);

        // With a pulse of 16 ms for each it would be 3,200 ms at least.
        assertThat(Integer.parseInt(result(main, "oneByOne", 200))).isLessThan(1_600);
    }

    @Test
    void aReloadDuringAStormEndsTheSessionAndBeginsAnother() throws InterruptedException {
        Window main = start();

        for (int load = 2; load <= 6; load++) {
            tell(main, "storm", 500);
            assertThat(next("main")).isEqualTo(new Said("loaded", "/"));
            assertThat(result(main, "generation", "")).isEqualTo(String.valueOf(load));
        }
        assertThat(result(main, "greet", "")).isEqualTo("Hello, Ada");
    }

    @Test
    void foreignPagesAreNotShownAndForeignFramesSeeNothing() throws Exception {
        Window main = start();
        HttpServer foreign = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] page = "<script>parent.postMessage(typeof gyreHost + typeof gyreChannel, '*')</script>"
                .getBytes(StandardCharsets.UTF_8);
        foreign.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        foreign.start();
        String url = "http://127.0.0.1:" + foreign.getAddress().getPort() + "/";
        try {
            assertThat(result(main, "members", "")).isEqualTo("gyreChannel,gyreHost");
            assertThat(result(main, "frame", url)).isEqualTo("undefinedundefined");
            assertThat(result(main, "leave", url)).isEqualTo("undefined");
            assertThat(result(main, "greet", "")).isEqualTo("Hello, Ada");
            assertThat(result(main, "generation", "")).isEqualTo("1");
        } finally {
            foreign.stop(0);
        }
    }

    @Test
    void pagesOperateTheirOwnWindow() throws InterruptedException {
        Window main = start();
        assertThat(result(main, "hearMode", "")).isEqualTo("true");

        for (String operation : List.of("minimise", "maximise", "fullScreen", "restore", "focus")) {
            assertThat(result(main, "own", operation)).as(operation).isEqualTo("undefined");
        }

        assertThat(main.trait(Mode.class)).contains(new Mode(State.NORMAL));
        String modes = "minimised,maximised,fullScreen,normal";
        for (String heard = ""; !heard.endsWith(",normal"); heard = result(main, "modes", "")) {
            assertThat("normal," + modes).contains(heard);
        }
    }

    @Test
    void aStuckUiThreadFailsTheChangeAndHangsNobody() throws InterruptedException {
        Window main = start();
        CountDownLatch release = new CountDownLatch(1);
        Platform.runLater(() -> await(release));

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

        Platform.runLater(() -> javafx.stage.Window.getWindows()
                .forEach(stage -> stage.fireEvent(
                        new javafx.stage.WindowEvent(stage, javafx.stage.WindowEvent.WINDOW_CLOSE_REQUEST))));

        assertThat(askedOnUiThread.poll(20, TimeUnit.SECONDS)).isFalse();
        assertThat(result(main, "greet", "")).isEqualTo("Hello, Ada");
        assertThat(main.isClosed()).isFalse();
    }

    private BlockingQueue<PageNews> hearNews() {
        BlockingQueue<PageNews> news = new LinkedBlockingQueue<>();
        app.events().on(PageEvent.TYPE, event -> news.add(event.news()));
        return news;
    }

    @Test
    void theConsoleOfAPageIsToldAndAFloodIsCounted() throws InterruptedException {
        BlockingQueue<PageNews> news = hearNews();
        Window main = start();

        result(main, "write", "");
        assertThat(news.poll(20, TimeUnit.SECONDS)).isEqualTo(new ConsoleLine(Level.INFO, "one {\"two\":2} 3", "", 0));
        assertThat(news.poll(20, TimeUnit.SECONDS)).isEqualTo(new ConsoleLine(Level.WARNING, "four", "", 0));
        assertThat(news.poll(20, TimeUnit.SECONDS)).isEqualTo(new ConsoleLine(Level.ERROR, "Error: five", "", 0));
        result(main, "fault", "");
        assertThat(((ConsoleLine) news.poll(20, TimeUnit.SECONDS)).text())
                .matches(".*: six \\(http://127.0.0.1:\\d+/page.js:\\d+\\)");
        assertThat(((ConsoleLine) news.poll(20, TimeUnit.SECONDS)).text()).isEqualTo("unhandled: TypeError: seven");

        long dropped = 0;
        while (dropped == 0) {
            result(main, "flood", 1_000);
            for (PageNews next = news.poll(); next != null; next = news.poll()) {
                dropped += ((ConsoleLine) next).dropped();
            }
        }
    }

    @Test
    void whatAPageIsNotLetToDoIsTold() throws InterruptedException {
        BlockingQueue<PageNews> news = hearNews();
        Window main = start();

        result(main, "leave", "http://127.0.0.1:49151/secret?more");
        assertThat(news.poll(20, TimeUnit.SECONDS)).isEqualTo(new PageNews.Refused("http://127.0.0.1:49151"));
        result(main, "popup", "http://127.0.0.1:49151/");
        assertThat(news.poll(20, TimeUnit.SECONDS)).isEqualTo(new PageNews.Refused(""));
    }

    @Test
    void aPictureHasTheSizeAndTheColoursOfThePage() throws Exception {
        Window main = start();
        result(main, "paint", "#336699");

        BufferedImage picture;
        do {
            picture = ImageIO.read(new ByteArrayInputStream(main.screenshot().block(PATIENCE)));
        } while (picture.getRGB(320, 240) != 0xFF336699); // WebKit paints with its next pulses

        assertThat(picture.getWidth()).isEqualTo(640);
        assertThat(picture.getHeight()).isEqualTo(480);
    }

    @Test
    void theScreenIsTheOneOfJavaFx() throws InterruptedException {
        start();

        Rectangle2D bounds =
                Headless.onUiThread(() -> javafx.stage.Screen.getPrimary().getBounds());
        assertThat(app.screens()).hasSize(1);
        assertThat(app.screens().get(0).bounds())
                .isEqualTo(new Screen.Area(0, 0, (int) bounds.getWidth(), (int) bounds.getHeight()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
