package dev.gyre.window.jcef;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.window.Window;
import dev.gyre.window.WindowEvent;
import dev.gyre.window.spi.WindowTrait.Title;
import dev.gyre.window.spi.WindowTrait.Zoom;
import java.awt.EventQueue;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The sample that shows Gyre inside an application that is there already. */
@ExtendWith(Headless.class)
class AttachedBrowserTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void showsPagesInABrowserOfTheApplicationAndLeavesItsFrameAlone() throws Exception {
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
        assertThatThrownBy(() -> editor.change(new Title("mine")).block(PATIENCE))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("trait: Title[text=mine] (expected: zoom, for the rest is the application's own)");

        sample.gyre.close(Duration.ofSeconds(5)).block(PATIENCE);
        assertThat(onUiThread(sample.frame::isShowing)).isTrue();
        onUiThread(() -> {
            sample.close();
            return true;
        });
        assertThat(onUiThread(sample.frame::isShowing)).isFalse();
    }

    private static <T> T onUiThread(Supplier<T> work) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        EventQueue.invokeLater(() -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException | Error failed) {
                done.completeExceptionally(failed);
            }
        });
        return done.get(30, TimeUnit.SECONDS);
    }
}
