package dev.gyre.window.javafx;

import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.BackendWindow;
import dev.gyre.window.spi.ToolkitWindow;
import dev.gyre.window.spi.WindowTrait;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.web.WebView;
import javafx.stage.Stage;
import javafx.stage.StageStyle;
import org.jspecify.annotations.Nullable;

/** A window. On JavaFX's thread alone. */
final class FxWindow extends ToolkitWindow {

    /** The rest is up to the application, where the view is its own. */
    private static final Set<Class<? extends WindowTrait>> OF_A_VIEW =
            Set.of(WindowTrait.Background.class, WindowTrait.Zoom.class);

    private final @Nullable Stage stage;
    private final View view;
    private final Frame frame;
    private final String link;

    private FxWindow(@Nullable Stage stage, WebView web, BackendWindow window, String link, BackendHost host) {
        super(window, host, stage == null ? OF_A_VIEW : TRAITS);
        this.stage = stage;
        this.link = link;
        this.view = new View(web, link, window, host);
        this.frame = new Frame(web, stage, View.origin(link), now -> host.changed(window, now));
    }

    /** In a stage of our own. */
    static FxWindow own(BackendWindow window, String link, BackendHost host, Path data) {
        boolean isFrameless = window.traits().contains(new WindowTrait.Frameless(true));
        Stage stage = new Stage(isFrameless ? StageStyle.UNDECORATED : StageStyle.DECORATED);
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

    @Override
    protected void reveal() {
        if (stage != null) {
            stage.show();
            Platform.runLater(frame::keepSize);
        }
    }

    @Override
    protected void load() {
        view.load(link);
    }

    @Override
    protected void apply(WindowTrait trait) {
        frame.apply(trait);
    }

    @Override
    protected void tellAll() {
        frame.tellAll();
    }

    CompletionStage<byte[]> screenshot() {
        return view.screenshot();
    }

    @Override
    protected void close() {
        view.close();
        frame.close();
        if (stage != null) {
            stage.setOnHidden(null);
            stage.hide();
        }
    }
}
