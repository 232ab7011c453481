package dev.gyre.window.javafx;

import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.BackendWindow;
import dev.gyre.window.spi.PageNews;
import dev.gyre.window.spi.WindowThread;
import java.io.File;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.beans.value.ChangeListener;
import javafx.concurrent.Worker;
import javafx.event.EventHandler;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.Image;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.transform.Transform;
import javafx.scene.web.PopupFeatures;
import javafx.scene.web.WebEngine;
import javafx.scene.web.WebView;
import javafx.stage.Window;
import javafx.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A WebView that shows a window's pages, one document after the other. Only a document of the application's own origin, in the
 * main frame, gets a bridge. The view does not leave that origin, but for a blank page, which ours replaces again. On JavaFX's
 * thread alone.
 */
final class View {

    private static final System.Logger LOG = System.getLogger(View.class.getName());

    private final WebView view;
    private final WebEngine engine;
    private final BackendWindow window;
    private final BackendHost host;
    private final String origin;
    private final WindowThread thread;
    private final ChangeListener<Worker.State> loads = (state, before, now) -> loaded(now);
    private final InvalidationListener documents = document -> shown();
    private final ChangeListener<String> leaves = (location, before, now) -> going(now);
    private final Callback<PopupFeatures, WebEngine> popups = features -> popup();
    private final EventHandler<DragEvent> drops = drop -> dropped(drop.getDragboard());

    /** What the application itself did with popups of its view. */
    private final @Nullable Callback<PopupFeatures, WebEngine> before;

    private @Nullable PageBridge bridge;
    private boolean isClosed;

    View(WebView view, String link, BackendWindow window, BackendHost host) {
        Object other = view.getProperties().putIfAbsent(View.class, window.name());
        if (other != null) {
            throw new IllegalStateException("view: of window \"" + other + "\" (expected: one that shows no window)");
        }
        this.view = view;
        this.engine = view.getEngine();
        this.window = window;
        this.host = host;
        this.origin = origin(link);
        this.thread = new WindowThread("javafx", window.id()); // what waits is bounded by the transports
        engine.getLoadWorker().stateProperty().addListener(loads);
        engine.documentProperty().addListener(documents);
        engine.locationProperty().addListener(leaves);
        before = engine.getCreatePopupHandler();
        engine.setCreatePopupHandler(popups);
        view.addEventFilter(DragEvent.DRAG_DROPPED, drops);
    }

    void load(String link) {
        engine.load(link);
    }

    static String origin(String link) {
        URI uri = URI.create(link);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    /** Before the first module of the document runs; on a page with modules it is the last that is heard of its load. */
    private void loaded(Worker.State state) {
        if (state != Worker.State.SUCCEEDED) {
            return;
        }
        shown();
        if (bridge != null && !bridge.isOf(engine)) {
            bridge.close();
            bridge = null;
        }
        if (bridge == null && isOurs(engine.getLocation()) && showsOurs()) {
            bridge = PageBridge.open(engine, host, thread, line -> host.happened(window, line));
        }
    }

    private boolean showsOurs() {
        return origin.equals(engine.executeScript("location.origin"));
    }

    /** WebKit shows a blank page at once and asks nobody before: ours takes its place again. */
    private void shown() {
        if (bridge != null && engine.getDocument() != null && !showsOurs()) {
            bridge.close();
            bridge = null;
            host.happened(window, new PageNews.Refused((String) engine.executeScript("location.href")));
            Platform.runLater(this::showAgain); // not from within
        }
    }

    private void showAgain() {
        if (isClosed) {
            return;
        }
        try {
            engine.load(window.link());
        } catch (IllegalStateException closing) {
            LOG.log(System.Logger.Level.DEBUG, "the window is closed, and the view about to be", closing);
        }
    }

    private void going(@Nullable String location) {
        if (location != null && !location.isEmpty() && !isOurs(location)) {
            host.happened(window, new PageNews.Refused(location));
            // Not from within: WebKit is in the middle of beginning it. No byte of the page comes before this turn.
            Platform.runLater(() -> engine.getLoadWorker().cancel());
        }
    }

    private @Nullable WebEngine popup() {
        host.happened(window, new PageNews.Refused(""));
        return null;
    }

    private void dropped(Dragboard what) {
        if (what.hasFiles()) {
            host.happened(
                    window,
                    new PageNews.FilesDropped(
                            what.getFiles().stream().map(File::toPath).toList()));
        }
    }

    /** What is shown, with as many pixels as the screen has for it, once it is painted; encoded on another thread. */
    CompletionStage<byte[]> screenshot() {
        CompletableFuture<Image> taken = new CompletableFuture<>();
        SnapshotParameters parameters = new SnapshotParameters();
        Window shown = view.getScene() == null ? null : view.getScene().getWindow();
        if (shown != null) {
            parameters.setTransform(Transform.scale(shown.getOutputScaleX(), shown.getOutputScaleY()));
        }
        view.snapshot(
                picture -> {
                    taken.complete(picture.getImage());
                    return null;
                },
                parameters,
                null);
        return taken.thenApplyAsync(Png::of);
    }

    private boolean isOurs(String location) {
        return location.startsWith(origin + "/");
    }

    /** Shows nothing more, and leaves the view as it was found. What was under way is told first. */
    void close() {
        isClosed = true;
        engine.getLoadWorker().stateProperty().removeListener(loads);
        engine.documentProperty().removeListener(documents);
        engine.locationProperty().removeListener(leaves);
        if (engine.getCreatePopupHandler() == popups) {
            engine.setCreatePopupHandler(before);
        }
        view.removeEventFilter(DragEvent.DRAG_DROPPED, drops);
        if (bridge != null) {
            bridge.close();
            bridge = null;
        }
        engine.load(null);
        view.getProperties().remove(View.class);
        thread.close();
    }
}
