package dev.gyre.window.jcef;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.window.PageEvent;
import dev.gyre.window.Window;
import dev.gyre.window.WindowEvent;
import dev.gyre.window.spi.PageNews;
import dev.gyre.window.spi.PageNews.FilesDropped;
import dev.gyre.window.spi.WindowTrait.Title;
import dev.gyre.window.spi.WindowTrait.Zoom;
import java.awt.Component;
import java.awt.EventQueue;
import java.awt.dnd.DropTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The sample that shows Gyre inside an application that is there already. */
@ExtendWith(Headless.class)
class AttachedBrowserTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void showsPagesInABrowserOfTheApplicationAndLeavesItsFrameAlone() throws Exception {
        InsideAnApplication sample = onUiThread(InsideAnApplication::new);

        start(sample);

        Window editor = sample.gyre.window("editor").orElseThrow();
        editor.change(new Zoom(2)).block(PATIENCE);
        assertThatThrownBy(() -> editor.change(new Title("mine")).block(PATIENCE))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("trait: Title[text=mine] (expected: zoom, for the rest is the application's own)");

        sample.gyre.close(Duration.ofSeconds(5)).block(PATIENCE);
        assertThat(onUiThread(sample.frame::isShowing)).isTrue();
        end(sample);
        assertThat(onUiThread(sample.frame::isShowing)).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void tellsWhatIsDroppedOnThatBrowserUntilItIsLetGo(@TempDir Path folder) throws Exception {
        InsideAnApplication sample = onUiThread(InsideAnApplication::new);
        BlockingQueue<PageNews> news = new LinkedBlockingQueue<>();
        sample.gyre.events().on(PageEvent.TYPE, event -> news.add(event.news()));
        start(sample);
        Component shown = sample.browser.getUIComponent();

        try (Dragged dragged = Dragged.files(List.of(folder))) {
            dragged.over(shown, 200, 100);
            assertThat(dragged.drop()).isTrue();
        }

        assertThat(news.poll(30, TimeUnit.SECONDS)).isEqualTo(new FilesDropped(List.of(folder)));
        sample.gyre.close(Duration.ofSeconds(5)).block(PATIENCE);
        assertThat(onUiThread(() -> shown.getDropTarget() == null)).isTrue();
        end(sample);
    }

    @Test
    void leavesTheDropTargetOfTheApplicationAlone() throws Exception {
        InsideAnApplication sample = onUiThread(InsideAnApplication::new);
        Component shown = sample.browser.getUIComponent();
        DropTarget own = new DropTarget(shown, null);

        start(sample);

        assertThat(onUiThread(shown::getDropTarget)).isSameAs(own);
        sample.gyre.close(Duration.ofSeconds(5)).block(PATIENCE);
        assertThat(onUiThread(shown::getDropTarget)).isSameAs(own);
        end(sample);
    }

    private static void start(InsideAnApplication sample) throws Exception {
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
    }

    private static void end(InsideAnApplication sample) throws Exception {
        onUiThread(() -> {
            sample.close();
            return true;
        });
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
