package dev.gyre.window.javafx;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.window.javafx.Headless.onUiThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.javafx.tk.TKClipboard;
import com.sun.javafx.tk.Toolkit;
import dev.gyre.assets.AssetSource;
import dev.gyre.ipc.PageSession;
import dev.gyre.window.Application;
import dev.gyre.window.PageEvent;
import dev.gyre.window.Window;
import dev.gyre.window.WindowChanged;
import dev.gyre.window.WindowEvent;
import dev.gyre.window.kit.ForeignServer;
import dev.gyre.window.kit.Log;
import dev.gyre.window.spi.AttachedViews;
import dev.gyre.window.spi.PageNews;
import dev.gyre.window.spi.PageNews.FilesDropped;
import dev.gyre.window.spi.PageNews.Refused;
import dev.gyre.window.spi.WindowTrait;
import dev.gyre.window.spi.WindowTrait.PageTitle;
import dev.gyre.window.spi.WindowTrait.Title;
import dev.gyre.window.spi.WindowTrait.Zoom;
import java.io.File;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.concurrent.Worker;
import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.input.DataFormat;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.TransferMode;
import javafx.scene.web.PopupFeatures;
import javafx.scene.web.WebEngine;
import javafx.scene.web.WebView;
import javafx.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The sample that shows Gyre inside an application that is there already, and what the view has to do with both. */
@ExtendWith(Headless.class)
class AttachedViewTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final PageTitle GREETED = new PageTitle("Hello, Ada");

    private final InsideAnApplication sample = onUiThread(InsideAnApplication::new);
    private final WebView view = sample.view;
    private final BlockingQueue<WindowTrait> traits = new LinkedBlockingQueue<>();
    private final BlockingQueue<PageNews> news = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        sample.gyre.close();
        onUi(sample::close);
    }

    private static void onUi(Runnable work) {
        onUiThread(() -> {
            work.run();
            return true;
        });
    }

    private Object script(String script) {
        return onUiThread(() -> view.getEngine().executeScript(script));
    }

    private Window start() throws InterruptedException {
        listen(sample.gyre);
        onUi(sample::start);
        awaitPage();
        return sample.gyre.window("editor").orElseThrow();
    }

    private void listen(Application app) {
        app.events().on(WindowChanged.TYPE, event -> traits.add(event.now()));
        app.events().on(PageEvent.TYPE, event -> news.add(event.news()));
    }

    /** Its page calls Java as it begins, and calls itself what it is answered. */
    private void awaitPage() throws InterruptedException {
        WindowTrait next;
        do {
            next = traits.poll(30, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
        } while (!next.equals(GREETED));
    }

    private PageNews nextNews() throws InterruptedException {
        return news.poll(30, TimeUnit.SECONDS);
    }

    private static void closeAndAwait(Application app) {
        app.close(Duration.ofSeconds(5)).block(PATIENCE);
        onUi(() -> {}); // it has done what it was given to close
    }

    @Test
    void showsPagesInAViewOfTheApplicationAndLeavesItsStageAlone() throws Exception {
        Window editor = start();

        editor.change(new Zoom(2)).block(PATIENCE);
        assertThat(onUiThread(view::getZoom)).isEqualTo(2);
        assertThatThrownBy(() -> editor.change(new Title("mine")).block(PATIENCE))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(
                        "trait: Title[text=mine] (expected: zoom or background, for the rest is the application's own)");

        closeAndAwait(sample.gyre);
        assertThat(onUiThread(sample.stage::isShowing)).isTrue();
    }

    /** There is a page that would be shown: what keeps it out is that its load is cancelled. */
    @Test
    void theViewStaysInOurOrigin() throws Exception {
        Window editor = start();
        PageSession session = editor.session().orElseThrow();
        BlockingQueue<Worker.State> ends = new LinkedBlockingQueue<>();
        onUi(() -> view.getEngine().getLoadWorker().stateProperty().addListener((state, before, now) -> {
            if (now != Worker.State.SCHEDULED && now != Worker.State.RUNNING) {
                ends.add(now);
            }
        }));

        try (ForeignServer foreign = ForeignServer.start()) {
            script("location.href = '" + foreign.url() + "secret'");

            assertThat(nextNews()).isEqualTo(new Refused(foreign.url()));
            assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo(Worker.State.CANCELLED);
        }
        assertThat(script("location.origin")).isEqualTo(sample.gyre.origin());
        assertThat(editor.session()).containsSame(session);
    }

    @Test
    void popupsAreOursWhileItShowsAPageAndTheApplicationsBeforeAndAfter() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Callback<PopupFeatures, WebEngine> own = features -> {
            asked.incrementAndGet();
            return null;
        };
        onUi(() -> view.getEngine().setCreatePopupHandler(own));
        start();

        script("window.open('http://127.0.0.1:49151/')");
        assertThat(nextNews()).isEqualTo(new Refused(""));
        assertThat(asked).hasValue(0);

        closeAndAwait(sample.gyre);
        assertThat(onUiThread(view.getEngine()::getCreatePopupHandler)).isSameAs(own);
        script("window.open('http://127.0.0.1:49151/')");
        assertThat(asked).hasValue(1);
    }

    @Test
    void aPopupHandlerThatTheApplicationSetsMeanwhileStays() throws Exception {
        Callback<PopupFeatures, WebEngine> later = features -> null;
        start();
        onUi(() -> view.getEngine().setCreatePopupHandler(later));

        closeAndAwait(sample.gyre);

        assertThat(onUiThread(view.getEngine()::getCreatePopupHandler)).isSameAs(later);
    }

    @Test
    void theViewIsEmptyWhenItsWindowIsClosed() throws Exception {
        Window editor = start();

        editor.close();
        onUi(() -> {});

        assertThat(script("document.documentElement.innerText")).isEqualTo("");
        assertThat(script("location.href")).isEqualTo("about:blank");
        assertThat(script("typeof gyreHost")).isEqualTo("undefined");
    }

    @Test
    void anotherApplicationMayShowItsPagesInItAfterwards() throws Exception {
        start();
        closeAndAwait(sample.gyre);
        traits.clear();

        try (Application second = application(JavaFxBackend.create().attach("editor", view))) {
            listen(second);
            second.start();
            awaitPage();

            script("location.href = 'http://127.0.0.1:49151/'");
            assertThat(nextNews()).isEqualTo(new Refused("http://127.0.0.1:49151"));
            assertThat(script("location.origin")).isEqualTo(second.origin());
        }
    }

    private static Application application(JavaFxBackend backend) {
        return Application.create(options -> options.backend(backend)
                .assets(AssetSource.classpath("web"))
                .service(new Probe())
                .window("editor", window -> window.allow(calls("Probe.*")).traits(new Zoom(1.5))));
    }

    @Test
    void theViewLetsGoOfAnApplicationThatIsClosed() throws Exception {
        onUi(() -> {
            sample.stage.setScene(new Scene(view));
            sample.stage.show();
        });

        WeakReference<Application> closed = shownAndClosed();
        shownAndClosed(); // event types know the bus that resolved them last

        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (closed.get() != null) {
            assertThat(System.nanoTime() - deadline).as("held by the view").isNegative();
            System.gc();
            onUi(() -> {});
        }
    }

    private WeakReference<Application> shownAndClosed() throws InterruptedException {
        Application app = application(JavaFxBackend.create().attach("editor", view));
        BlockingQueue<WindowEvent.Change> told = new LinkedBlockingQueue<>();
        app.events().on(WindowEvent.TYPE, event -> told.add(event.change()));
        app.start();
        WindowEvent.Change next;
        do {
            next = told.poll(30, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
        } while (next != WindowEvent.Change.READY);
        closeAndAwait(app);
        return new WeakReference<>(app);
    }

    @Test
    void whatIsWishedForAtOpeningComesAbout() throws Exception {
        try (Application app = application(JavaFxBackend.create().attach("editor", view))) {
            listen(app);
            app.start();
            awaitPage();

            assertThat(onUiThread(view::getZoom)).isEqualTo(1.5);
            assertThat(app.window("editor").orElseThrow().trait(Zoom.class)).contains(new Zoom(1.5));
        }
    }

    /** A property that the application has bound refuses the wish, on JavaFX's thread. */
    @Test
    void aWindowThatCannotBeShownIsClosedAndTheApplicationEnds() throws Exception {
        onUi(() -> view.zoomProperty().bind(new SimpleDoubleProperty(1)));
        Application app = application(JavaFxBackend.create().attach("editor", view));
        try (Log log = Log.of(Application.class.getName())) {
            CompletableFuture.runAsync(app::run).get(30, TimeUnit.SECONDS);

            log.next("window \"editor\" could not be shown, and is closed"::equals);
        } finally {
            app.close();
        }
        onUi(() -> view.zoomProperty().unbind());
        start(); // nothing was left in the view
    }

    @Test
    void aViewThatShowsAWindowIsRefusedToAnother() throws Exception {
        start();
        Application app = application(JavaFxBackend.create().attach("editor", view));
        try (Log log = Log.of(Application.class.getName())) {
            CompletableFuture.runAsync(app::run).get(30, TimeUnit.SECONDS);

            log.next("window \"editor\" could not be shown, and is closed"::equals);
        } finally {
            app.close();
        }
        assertThat(script("location.origin")).isEqualTo(sample.gyre.origin());
    }

    @Test
    void whatCannotBeAttachedIsRefused() {
        JavaFxBackend backend = JavaFxBackend.create().attach("editor", view);
        WebView other = onUiThread(WebView::new);

        assertThatThrownBy(() -> backend.attach("second", view))
                .hasMessage("view: attached already (expected: one window alone)");

        backend.stop();
        assertThatThrownBy(() -> backend.attach("third", other))
                .hasMessage("attach: window \"third\" (expected: an application that is not closed)");
    }

    @Test
    void aNameThatNoWindowHadIsSaidInTheEnd() throws Exception {
        WebView other = onUiThread(WebView::new);
        Application app =
                application(JavaFxBackend.create().attach("editor", view).attach("edtior", other));
        try (Log log = Log.of(AttachedViews.class.getName())) {
            app.start();
            app.close();

            log.next("attached for windows that were never opened: [edtior]"::equals);
        }
    }

    @Test
    void droppedFilesAreToldWithTheirPlaces() throws Exception {
        start();
        File file = new File("a file.txt");

        onUi(() -> drop(Map.of(DataFormat.PLAIN_TEXT, "no file")));
        onUi(() -> drop(Map.of(DataFormat.FILES, List.of(file))));
        assertThat(nextNews()).isEqualTo(new FilesDropped(List.of(Path.of("a file.txt"))));

        closeAndAwait(sample.gyre);
        onUi(() -> drop(Map.of(DataFormat.FILES, List.of(file))));
        assertThat(news).isEmpty();
    }

    /** As JavaFX itself does when something is let go over the view. */
    private void drop(Map<DataFormat, Object> what) {
        TKClipboard local = Toolkit.getToolkit().createLocalClipboard();
        InvocationHandler ofADrag =
                (proxy, method, arguments) -> method.getName().equals("getTransferModes")
                        ? Set.of(TransferMode.COPY)
                        : method.invoke(local, arguments);
        TKClipboard dragged = (TKClipboard)
                Proxy.newProxyInstance(TKClipboard.class.getClassLoader(), new Class<?>[] {TKClipboard.class}, ofADrag);
        Dragboard board;
        try {
            Constructor<Dragboard> constructor = Dragboard.class.getDeclaredConstructor(TKClipboard.class);
            constructor.setAccessible(true);
            board = constructor.newInstance(dragged);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Dragboard", e);
        }
        board.setContent(what);
        Event.fireEvent(
                view,
                new DragEvent(
                        view,
                        view,
                        DragEvent.DRAG_DROPPED,
                        board,
                        10,
                        10,
                        10,
                        10,
                        TransferMode.COPY,
                        null,
                        null,
                        null));
    }
}
