package dev.gyre.window.javafx;

import static dev.gyre.ipc.Capabilities.calls;

import dev.gyre.assets.AssetSource;
import dev.gyre.window.Application;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.web.WebView;
import javafx.stage.Stage;

/** An application of JavaFX that has a WebView among its other controls, and Gyre in it. On JavaFX's thread. */
final class InsideAnApplication implements AutoCloseable {

    final WebView view = new WebView();
    final Stage stage = new Stage();
    final Application gyre =
            Application.create(app -> app.backend(JavaFxBackend.create().attach("editor", view))
                    .assets(AssetSource.classpath("web"))
                    .service(new Probe())
                    .window("editor", window -> window.allow(calls("Probe.*"))));

    void start() {
        BorderPane layout = new BorderPane(view);
        layout.setTop(new Label("Ours"));
        stage.setScene(new Scene(layout));
        stage.show();
        gyre.start();
    }

    @Override
    public void close() {
        gyre.close();
        stage.close();
    }
}
