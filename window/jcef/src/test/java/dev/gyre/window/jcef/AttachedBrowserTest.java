package dev.gyre.window.jcef;

import static dev.gyre.ipc.Capabilities.calls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.assets.AssetSource;
import dev.gyre.window.Application;
import dev.gyre.window.PageEvent;
import dev.gyre.window.Window;
import dev.gyre.window.WindowEvent;
import dev.gyre.window.kit.Log;
import dev.gyre.window.spi.AttachedViews;
import dev.gyre.window.spi.PageNews;
import dev.gyre.window.spi.PageNews.FilesDropped;
import dev.gyre.window.spi.PageNews.Refused;
import dev.gyre.window.spi.WindowTrait.PageTitle;
import dev.gyre.window.spi.WindowTrait.Title;
import dev.gyre.window.spi.WindowTrait.Zoom;
import java.awt.Component;
import java.awt.EventQueue;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.dnd.DropTarget;
import java.awt.event.InputEvent;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.cef.browser.CefBrowser;
import org.cef.browser.CefFrame;
import org.cef.handler.CefRequestHandlerAdapter;
import org.cef.network.CefRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The sample that shows Gyre inside an application that is there already, and what applications do after it in its browser. */
@ExtendWith(Headless.class)
class AttachedBrowserTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String FOREIGN = "http://127.0.0.1:49151/secret?more";

    private InsideAnApplication sample;

    @BeforeEach
    void lay() throws Exception {
        sample = onUiThread(InsideAnApplication::new);
    }

    @AfterEach
    void close() throws Exception {
        onUiThread(() -> {
            sample.close();
            return true;
        });
    }

    private void start() throws Exception {
        CountDownLatch ready = ready(sample.gyre);
        onUiThread(() -> {
            sample.start();
            return true;
        });
        assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void hasOneBrowserHoweverLongChromiumTakesForIt() throws Exception {
        try (HeldChromium held = HeldChromium.hold()) {
            CountDownLatch ready = ready(sample.gyre);

            EventQueue.invokeLater(sample::start);
            held.awaitAsked();
            held.release();

            assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(held.made()).isEqualTo(1);
        }
    }

    private static CountDownLatch ready(Application app) {
        CountDownLatch ready = new CountDownLatch(1);
        app.events().on(WindowEvent.TYPE, event -> {
            if (event.change() == WindowEvent.Change.READY) {
                ready.countDown();
            }
        });
        return ready;
    }

    private static BlockingQueue<PageNews> refusals(Application app) {
        BlockingQueue<PageNews> refused = new LinkedBlockingQueue<>();
        app.events().on(PageEvent.TYPE, event -> {
            if (event.news() instanceof Refused) {
                refused.add(event.news());
            }
        });
        return refused;
    }

    @Test
    void showsPagesInABrowserOfTheApplicationAndLeavesItsFrameAlone() throws Exception {
        start();
        Window editor = sample.gyre.window("editor").orElseThrow();

        editor.change(new Zoom(2)).block(PATIENCE);
        assertThatThrownBy(() -> editor.change(new Title("mine")).block(PATIENCE))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("trait: Title[text=mine] (expected: zoom, for the rest is the application's own)");

        sample.gyre.close(Duration.ofSeconds(5)).block(PATIENCE);
        assertThat(onUiThread(sample.frame::isShowing)).isTrue();
        onUiThread(() -> {
            sample.close();
            return true;
        });
        assertThat(onUiThread(sample.frame::isShowing)).isFalse();
    }

    /** It puts what Java answers into its title. */
    @Test
    void itsPageCallsJavaAndIsHeard() throws Exception {
        start();
        Window editor = sample.gyre.window("editor").orElseThrow();

        until(() -> editor.traits().contains(new PageTitle("Hello, Ada")));
    }

    @Test
    void itsPageNeitherLeavesNorOpensAWindow() throws Exception {
        BlockingQueue<PageNews> refused = refusals(sample.gyre);
        start();

        run("location.href = '" + FOREIGN + "'");
        assertThat(refused.poll(30, TimeUnit.SECONDS)).isEqualTo(new Refused("http://127.0.0.1:49151"));
        run("addEventListener('click', () => open('http://127.0.0.1:49152/'))");
        assertThat(refusedOnClick(refused)).isEqualTo(new Refused("http://127.0.0.1:49152"));

        assertThat(sample.browser.getURL()).startsWith(sample.gyre.origin() + "/");
    }

    /** Chromium hears no click before its first picture. */
    private PageNews refusedOnClick(BlockingQueue<PageNews> refused) throws Exception {
        Rectangle bounds = onUiThread(sample.frame::getBounds);
        Robot user = new Robot();
        user.mouseMove((int) bounds.getCenterX(), (int) bounds.getCenterY());
        PageNews told = null;
        for (int clicks = 0; told == null && clicks < 30; clicks++) {
            user.mousePress(InputEvent.BUTTON1_DOWN_MASK);
            user.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
            told = refused.poll(1, TimeUnit.SECONDS);
        }
        return told;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void itTellsWhatIsDroppedOnItUntilItIsLetGo(@TempDir Path folder) throws Exception {
        BlockingQueue<PageNews> news = new LinkedBlockingQueue<>();
        sample.gyre.events().on(PageEvent.TYPE, event -> news.add(event.news()));
        start();
        Component shown = sample.browser.getUIComponent();

        Dragged.drop(List.of(folder), shown);

        assertThat(news.poll(30, TimeUnit.SECONDS)).isEqualTo(new FilesDropped(List.of(folder)));
        sample.gyre.close(Duration.ofSeconds(5)).block(PATIENCE);
        assertThat(onUiThread(() -> shown.getDropTarget() == null)).isTrue();
    }

    @Test
    void aDropTargetOfTheApplicationIsLeftAlone() throws Exception {
        Component shown = sample.browser.getUIComponent();
        DropTarget own = new DropTarget(shown, null);

        start();

        assertThat(onUiThread(shown::getDropTarget)).isSameAs(own);
        sample.gyre.close(Duration.ofSeconds(5)).block(PATIENCE);
        assertThat(onUiThread(shown::getDropTarget)).isSameAs(own);
    }

    @Test
    void itIsEmptyWhenItsWindowIsClosed() throws Exception {
        start();

        sample.gyre.window("editor").orElseThrow().close();

        until(() -> sample.browser.getURL().equals("about:blank"));
        assertThat(onUiThread(sample.frame::isShowing)).isTrue();
    }

    /** JCEF keeps the first handlers that a client is given. */
    @Test
    void applicationsThatFollowInTheSameClientKeepTheirPagesToo() throws Exception {
        start();
        sample.gyre.close(Duration.ofSeconds(5)).block(PATIENCE);

        for (int number = 0; number < 2; number++) {
            try (Application next = another()) {
                CountDownLatch ready = ready(next);
                BlockingQueue<PageNews> refused = refusals(next);
                next.start();
                assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();

                run("location.href = '" + FOREIGN + "'");

                assertThat(refused.poll(30, TimeUnit.SECONDS)).isEqualTo(new Refused("http://127.0.0.1:49151"));
                assertThat(sample.browser.getURL()).startsWith(next.origin() + "/");
            }
        }
    }

    private Application another() {
        return Application.create(
                options -> options.backend(JcefBackend.create().attach("editor", sample.browser))
                        .assets(AssetSource.classpath("web"))
                        .service(new Probe())
                        .window("editor", window -> window.allow(calls("Probe.*"))));
    }

    /** What was entered of a page goes with it, though the client, its handlers and the browser stay. */
    @Test
    void aClosedApplicationIsNotHeld() throws Exception {
        start();
        sample.gyre.close(Duration.ofSeconds(5)).block(PATIENCE);

        WeakReference<Application> closed = closedApplication();
        closedApplication(); // the one before may be on a stack yet

        until(() -> {
            System.gc();
            return closed.get() == null;
        });
    }

    private WeakReference<Application> closedApplication() throws Exception {
        Application next = another();
        CountDownLatch ready = ready(next);
        next.start();
        assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();
        next.close(Duration.ofSeconds(5)).block(PATIENCE);
        return new WeakReference<>(next);
    }

    @Test
    void aHandlerOfTheApplicationStaysAndIsWarnedOf() throws Exception {
        BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        sample.client.addRequestHandler(new CefRequestHandlerAdapter() {
            @Override
            public boolean onBeforeBrowse(
                    CefBrowser browser, CefFrame frame, CefRequest request, boolean byUser, boolean isRedirect) {
                return asked.add(request.getURL()) && request.getURL().startsWith("http://127.0.0.1:49151/");
            }
        });

        try (Log log = Log.of(JcefWindow.class.getName())) {
            start();

            assertThat(log.next().text())
                    .isEqualTo("window \"editor\": the client of its browser has handlers of its own, [requestHandler]"
                            + " (expected: none, so that the page cannot leave " + sample.gyre.origin() + ")");
        }
        asked.clear();
        run("location.href = '" + FOREIGN + "'");
        assertThat(asked.poll(30, TimeUnit.SECONDS)).isEqualTo(FOREIGN);
    }

    @Test
    void whatCannotBeAttachedIsRefused() {
        JcefBackend backend = JcefBackend.create().attach("editor", sample.browser);
        CefBrowser other = sample.client.createBrowser("about:blank", false, false);

        assertThatThrownBy(() -> backend.attach("viewer", sample.browser))
                .hasMessage("browser: attached already (expected: one window alone)");
        backend.stop();
        assertThatThrownBy(() -> backend.attach("viewer", other))
                .hasMessage("attach: window \"viewer\" (expected: an application that is not closed)");
    }

    @Test
    void aNameThatNoWindowHadIsLoggedAtTheEnd() throws Exception {
        try (Log log = Log.of(AttachedViews.class.getName())) {
            try (Application app = Application.create(
                    options -> options.backend(JcefBackend.create().attach("edtior", sample.browser))
                            .assets(AssetSource.classpath("web"))
                            .window("editor", window -> {}))) {
                app.start();
            }

            assertThat(log.next().text()).isEqualTo("attached for windows that were never opened: [edtior]");
        }
    }

    @Test
    void aBrowserThatShowsAWindowKeepsIt() throws Exception {
        start();
        CountDownLatch closed = new CountDownLatch(1);
        try (Application second = another()) {
            second.events().on(WindowEvent.TYPE, event -> {
                if (event.change() == WindowEvent.Change.CLOSED) {
                    closed.countDown();
                }
            });

            second.start();

            assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(sample.gyre.window("editor").orElseThrow().session()).isPresent();
        assertThat(sample.browser.getURL()).startsWith(sample.gyre.origin() + "/");
    }

    @Test
    void aWindowThatCannotBeShownIsClosed() throws Exception {
        CefBrowser broken = (CefBrowser) Proxy.newProxyInstance(
                CefBrowser.class.getClassLoader(), new Class<?>[] {CefBrowser.class}, (proxy, method, arguments) -> {
                    throw new IllegalStateException("a fault of the browser, which the log is expected to show");
                });
        CountDownLatch closed = new CountDownLatch(1);
        try (Application app = Application.create(
                options -> options.backend(JcefBackend.create().attach("editor", broken))
                        .assets(AssetSource.classpath("web"))
                        .window("editor", window -> {}))) {
            app.events().on(WindowEvent.TYPE, event -> {
                if (event.change() == WindowEvent.Change.CLOSED) {
                    closed.countDown();
                }
            });

            app.start();

            assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void run(String script) {
        sample.browser.executeJavaScript(script, "", 0);
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).isNegative();
            Thread.onSpinWait();
        }
    }

    private static <T> T onUiThread(Supplier<T> work) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        EventQueue.invokeLater(() -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException | Error failed) {
                done.completeExceptionally(failed);
            }
        });
        return done.get(30, TimeUnit.SECONDS);
    }
}
