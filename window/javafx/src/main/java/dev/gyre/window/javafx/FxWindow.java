package dev.gyre.window.javafx;

import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.BackendWindow;
import dev.gyre.window.spi.WindowTrait;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import javafx.scene.Scene;
import javafx.scene.web.WebView;
import javafx.stage.Stage;
import javafx.stage.StageStyle;
import org.jspecify.annotations.Nullable;

/** A window that is shown. On JavaFX's thread alone. */
final class FxWindow {

    private final @Nullable Stage stage;
    private final View view;
    private final Frame frame;

    private FxWindow(@Nullable Stage stage, View view, Frame frame) {
        this.stage = stage;
        this.view = view;
        this.frame = frame;
    }

    /** In a stage of our own. */
    static FxWindow show(BackendWindow window, String link, BackendHost host, Path data) {
        List<WindowTrait> wishes = window.traits();
        Stage stage = new Stage(isFrameless(wishes) ? StageStyle.UNDECORATED : StageStyle.DECORATED);
        WebView web = new WebView();
        web.getEngine().setUserDataDirectory(data.toFile());
        WindowTrait.Size size = wishes.stream()
                .filter(WindowTrait.Size.class::isInstance)
                .map(WindowTrait.Size.class::cast)
                .findFirst()
                .orElseThrow();
        stage.setScene(new Scene(web, size.width(), size.height()));
        stage.setOnCloseRequest(asked -> {
            asked.consume();
            host.closeRequested(window);
        });
        Frame frame = new Frame(web, stage, View.origin(link), now -> host.changed(window, now));
        stage.setOnHidden(hidden -> {
            if (!frame.isOutOfSight()) {
                host.closed(window);
            }
        });
        // Some cannot be had before the window is there, and some should be there before it is seen: the rest after it.
        wishes.stream().filter(FxWindow::isBeforeShown).forEach(frame::apply);
        stage.show();
        wishes.stream().filter(FxWindow::isAfterShown).forEach(frame::apply);
        frame.tellAll();
        return new FxWindow(stage, new View(web, link, window, host), frame);
    }

    /** In a view of the application. */
    static FxWindow attach(WebView web, BackendWindow window, String link, BackendHost host) {
        Frame frame = new Frame(web, null, View.origin(link), now -> host.changed(window, now));
        frame.tellAll();
        return new FxWindow(null, new View(web, link, window, host), frame);
    }

    private static boolean isFrameless(List<WindowTrait> wishes) {
        return wishes.contains(new WindowTrait.Frameless(true));
    }

    private static boolean isBeforeShown(WindowTrait wish) {
        return wish instanceof WindowTrait.Title
                || wish instanceof WindowTrait.Position
                || wish instanceof WindowTrait.Background
                || wish instanceof WindowTrait.Icon
                || wish instanceof WindowTrait.Resizable
                || wish instanceof WindowTrait.Zoom;
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
        traits.forEach(frame::apply);
    }

    CompletionStage<byte[]> screenshot() {
        return view.screenshot();
    }

    void close() {
        view.close();
        if (stage != null) {
            stage.setOnHidden(null);
            stage.hide();
        }
    }
}
