package dev.gyre.window.javafx;

import dev.gyre.window.spi.BackendHost;
import java.net.URI;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.beans.value.ChangeListener;
import javafx.concurrent.Worker;
import javafx.scene.web.WebEngine;
import javafx.scene.web.WebView;
import org.jspecify.annotations.Nullable;

/**
 * A WebView that shows a window's pages, one document after the other. Only a document of the application's own origin, in the
 * main frame, gets a bridge; the view does not leave that origin. On JavaFX's thread alone.
 */
final class View {

    private static final System.Logger LOG = System.getLogger(View.class.getName());

    private static final long IDLE_SECONDS = 5;

    private final WebEngine engine;
    private final BackendHost host;
    private final String origin;
    private final ThreadPoolExecutor thread;
    private final ChangeListener<Worker.State> loads = (state, before, now) -> loaded(now);
    private final ChangeListener<String> leaves = (location, before, now) -> going(now);
    private @Nullable PageBridge bridge;

    View(WebView view, String link, long id, BackendHost host) {
        this.engine = view.getEngine();
        this.host = host;
        this.origin = origin(link);
        // What waits is bounded by the transports.
        this.thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> named(task, id));
        thread.allowCoreThreadTimeOut(true);
        engine.getLoadWorker().stateProperty().addListener(loads);
        engine.locationProperty().addListener(leaves);
        engine.setCreatePopupHandler(features -> null);
        engine.load(link);
    }

    private static Thread named(Runnable task, long id) {
        Thread made = new Thread(task, "gyre-javafx-" + id);
        made.setDaemon(true);
        return made;
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
        boolean isOurs = isOurs(engine.getLocation()) && origin.equals(engine.executeScript("location.origin"));
        if (bridge != null && (!isOurs || !bridge.isOf(engine))) {
            bridge.close();
            bridge = null;
        }
        if (isOurs && bridge == null) {
            bridge = PageBridge.open(engine, host, this::execute);
        }
    }

    private void going(@Nullable String location) {
        if (location != null && !location.isEmpty() && !location.equals("about:blank") && !isOurs(location)) {
            LOG.log(System.Logger.Level.WARNING, "navigation refused: {0} (expected: {1})", origin(location), origin);
            // Not from within: WebKit is in the middle of beginning it. No byte of the page comes before this turn.
            Platform.runLater(() -> engine.getLoadWorker().cancel());
        }
    }

    private boolean isOurs(String location) {
        return location.startsWith(origin + "/");
    }

    private void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException closed) {
            LOG.log(System.Logger.Level.TRACE, "the window is closed", closed);
        }
    }

    /** Shows nothing more, and lets go of the engine. What was under way is told first. */
    void close() {
        engine.getLoadWorker().stateProperty().removeListener(loads);
        engine.locationProperty().removeListener(leaves);
        if (bridge != null) {
            bridge.close();
            bridge = null;
        }
        engine.load(null);
        thread.shutdown();
    }
}
