package dev.gyre.window.javafx;

import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.BackendWindow;
import dev.gyre.window.spi.WindowTrait;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.web.WebView;
import javafx.stage.Stage;
import javafx.stage.StageStyle;
import org.jspecify.annotations.Nullable;

/** A window. On JavaFX's thread alone. */
final class FxWindow {

    private final @Nullable Stage stage;
    private final View view;
    private final Frame frame;
    private final BackendWindow window;
    private final String link;

    /** What it is to be like when it is shown. */
    private final Map<Class<?>, WindowTrait> wishes = new LinkedHashMap<>();

    private boolean isShown;

    private FxWindow(@Nullable Stage stage, WebView web, BackendWindow window, String link, BackendHost host) {
        this.stage = stage;
        this.window = window;
        this.link = link;
        this.view = new View(web, link, window, host);
        this.frame = new Frame(web, stage, View.origin(link), now -> host.changed(window, now));
        wish(window.traits());
    }

    /** In a stage of our own. */
    static FxWindow own(BackendWindow window, String link, BackendHost host, Path data) {
        Stage stage = new Stage(isFrameless(window.traits()) ? StageStyle.UNDECORATED : StageStyle.DECORATED);
        WebView web = new WebView();
        web.getEngine().setUserDataDirectory(data.toFile());
        stage.setScene(new Scene(web));
        stage.setOnCloseRequest(asked -> {
            asked.consume();
            host.closeRequested(window);
        });
        FxWindow made = new FxWindow(stage, web, window, link, host);
        stage.setOnHidden(hidden -> {
            if (!made.frame.isOutOfSight()) {
                host.closed(window);
            }
        });
        return made;
    }

    /** In a view of the application. */
    static FxWindow attached(WebView web, BackendWindow window, String link, BackendHost host) {
        return new FxWindow(null, web, window, link, host);
    }

    BackendWindow window() {
        return window;
    }

    /** Once, and after it is known as open: one that fails in the middle is closed like any other. */
    void show() {
        if (stage == null) {
            wishes.values().stream().filter(FxWindow::isOfAView).forEach(frame::apply);
        } else {
            // Some cannot be had before the window is there, and some should be there before it is seen: the rest after
            // it.
            wishes.values().stream().filter(FxWindow::isBeforeShown).forEach(frame::apply);
            stage.show();
            Platform.runLater(frame::keepSize);
            wishes.values().stream().filter(FxWindow::isAfterShown).forEach(frame::apply);
        }
        isShown = true;
        frame.tellAll();
    }

    /** Has its page come, if it is shown. */
    void load() {
        if (isShown) {
            view.load(link);
        }
    }

    private static boolean isFrameless(List<WindowTrait> wishes) {
        return wishes.contains(new WindowTrait.Frameless(true));
    }

    private static boolean isOfAView(WindowTrait wish) {
        return wish instanceof WindowTrait.Background || wish instanceof WindowTrait.Zoom;
    }

    private static boolean isBeforeShown(WindowTrait wish) {
        return isOfAView(wish)
                || wish instanceof WindowTrait.Title
                || wish instanceof WindowTrait.Size
                || wish instanceof WindowTrait.Position
                || wish instanceof WindowTrait.Icon
                || wish instanceof WindowTrait.Resizable;
    }

    private static boolean isAfterShown(WindowTrait wish) {
        return wish instanceof WindowTrait.Minimum
                || wish instanceof WindowTrait.Maximum
                || wish instanceof WindowTrait.OnTop
                || wish instanceof WindowTrait.Mode
                || wish instanceof WindowTrait.Visible
                || wish instanceof WindowTrait.Focus;
    }

    void apply(List<WindowTrait> traits) {
        if (isShown) {
            traits.forEach(frame::apply);
        } else {
            wish(traits);
        }
    }

    private void wish(List<WindowTrait> traits) {
        traits.forEach(trait -> wishes.put(trait.getClass(), trait));
    }

    CompletionStage<byte[]> screenshot() {
        return view.screenshot();
    }

    void close() {
        view.close();
        frame.close();
        if (stage != null) {
            stage.setOnHidden(null);
            stage.hide();
        }
    }
}
