package dev.gyre.window.javafx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.window.Application;
import dev.gyre.window.Window;
import dev.gyre.window.kit.BackendKit;
import dev.gyre.window.spi.Backend;
import java.util.List;
import javafx.application.Platform;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Windows of JavaFX keep what every backend promises, and what they alone do. */
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

    @Override
    protected void clickClose(Window window) {
        Platform.runLater(() -> javafx.stage.Window.getWindows().stream()
                .filter(shown ->
                        shown instanceof Stage stage && stage.getTitle().equals(window.title()))
                .forEach(shown -> shown.fireEvent(new WindowEvent(shown, WindowEvent.WINDOW_CLOSE_REQUEST))));
    }

    @Test
    void pagesSeeTheWayToJavaAndNothingElse() throws InterruptedException {
        assertThat(result(start(), "globals", null)).isEqualTo(List.of("gyreChannel", "gyreHost"));
    }

    @Test
    void promisesGoOnAtOnceAndNotWithThePulse() throws InterruptedException {
        Window main = start();
        result(main, "oneByOne", 200);

        // With a pulse of 16 ms for each it would be 3,200 ms at least.
        assertThat((Integer) result(main, "oneByOne", 200)).isLessThan(1_600);
    }
}
