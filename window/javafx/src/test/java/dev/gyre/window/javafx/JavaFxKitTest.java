package dev.gyre.window.javafx;

import dev.gyre.window.Application;
import dev.gyre.window.Window;
import dev.gyre.window.kit.BackendKit;
import dev.gyre.window.spi.Backend;
import javafx.application.Platform;
import org.junit.jupiter.api.extension.ExtendWith;

/** Windows of JavaFX keep what every backend promises. */
@ExtendWith(Headless.class)
class JavaFxKitTest extends BackendKit {

    @Override
    protected Backend backend() {
        return JavaFxBackend.create();
    }

    /** It is shown already. */
    @Override
    protected void show(Application application, Window window) {}

    @Override
    protected void onUiThread(Runnable task) {
        Platform.runLater(task);
    }

    @Override
    protected int shownWindows() {
        return Headless.onUiThread(() -> javafx.stage.Window.getWindows().size());
    }
}
