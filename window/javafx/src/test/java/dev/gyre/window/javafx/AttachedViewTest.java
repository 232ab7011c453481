package dev.gyre.window.javafx;

import static dev.gyre.window.javafx.Headless.onUiThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.window.Window;
import dev.gyre.window.WindowEvent;
import dev.gyre.window.spi.WindowTrait.Title;
import dev.gyre.window.spi.WindowTrait.Zoom;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The sample that shows Gyre inside an application that is there already. */
@ExtendWith(Headless.class)
class AttachedViewTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void showsPagesInAViewOfTheApplicationAndLeavesItsStageAlone() throws Exception {
        InsideAnApplication sample = onUiThread(InsideAnApplication::new);
        CountDownLatch ready = new CountDownLatch(1);
        sample.gyre.events().on(WindowEvent.TYPE, event -> {
            if (event.change() == WindowEvent.Change.READY) {
                ready.countDown();
            }
        });

        onUiThread(() -> {
            sample.start();
            return true;
        });

        assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();
        Window editor = sample.gyre.window("editor").orElseThrow();
        editor.change(new Zoom(2)).block(PATIENCE);
        assertThat(onUiThread(sample.view::getZoom)).isEqualTo(2);
        assertThatThrownBy(() -> editor.change(new Title("mine")).block(PATIENCE))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(
                        "trait: Title[text=mine] (expected: zoom or background, for the rest is the application's own)");

        sample.gyre.close(Duration.ofSeconds(5)).block(PATIENCE);
        assertThat(onUiThread(sample.stage::isShowing)).isTrue();
        onUiThread(() -> {
            sample.close();
            return true;
        });
        assertThat(onUiThread(sample.stage::isShowing)).isFalse();
    }
}
