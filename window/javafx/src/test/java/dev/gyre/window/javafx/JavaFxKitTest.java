package dev.gyre.window.javafx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.window.Application;
import dev.gyre.window.Window;
import dev.gyre.window.kit.BackendKit;
import dev.gyre.window.kit.Said;
import dev.gyre.window.spi.Backend;
import dev.gyre.window.spi.PageNews;
import dev.gyre.window.spi.PageNews.ConsoleLine;
import dev.gyre.window.spi.Screen;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void theConsoleOfAPageIsToldAndAFloodIsCounted() throws InterruptedException {
        BlockingQueue<PageNews> news = hearNews();
        Window main = start();

        result(main, "write", null);
        assertThat(news.poll(20, TimeUnit.SECONDS)).isEqualTo(new ConsoleLine(Level.INFO, "one {\"two\":2} 3", "", 0));
        assertThat(news.poll(20, TimeUnit.SECONDS)).isEqualTo(new ConsoleLine(Level.WARNING, "four", "", 0));
        assertThat(news.poll(20, TimeUnit.SECONDS)).isEqualTo(new ConsoleLine(Level.ERROR, "Error: five", "", 0));
        result(main, "stumble", null);
        assertThat(((ConsoleLine) news.poll(20, TimeUnit.SECONDS)).text())
                .matches(".*: six \\(http://127.0.0.1:\\d+/page.js:\\d+\\)");
        assertThat(((ConsoleLine) news.poll(20, TimeUnit.SECONDS)).text()).isEqualTo("unhandled: TypeError: seven");

        long dropped = 0;
        while (dropped == 0) {
            result(main, "log", 1_000);
            for (PageNews next = news.poll(); next != null; next = news.poll()) {
                dropped += ((ConsoleLine) next).dropped();
            }
        }
    }

    @Test
    void whatAPageIsNotLetToDoIsTold() throws InterruptedException {
        BlockingQueue<PageNews> news = hearNews();
        Window main = start();

        result(main, "leave", "http://127.0.0.1:49151/secret?more");
        assertThat(news.poll(20, TimeUnit.SECONDS)).isEqualTo(new PageNews.Refused("http://127.0.0.1:49151"));
        result(main, "popup", "http://127.0.0.1:49151/");
        assertThat(news.poll(20, TimeUnit.SECONDS)).isEqualTo(new PageNews.Refused(""));
    }

    /** WebKit shows one at once, before anybody could refuse it. */
    @ParameterizedTest
    @ValueSource(strings = {"about:blank", "about:blank#http://127.0.0.1/"})
    void aPageThatLeavesForABlankOneIsShownAgain(String url) throws InterruptedException {
        BlockingQueue<PageNews> news = hearNews();
        Window main = start();

        for (int load = 2; load <= 4; load++) {
            result(main, "leave", url);

            assertThat(news.poll(20, TimeUnit.SECONDS)).isEqualTo(new PageNews.Refused(url));
            assertThat(next("main")).isEqualTo(new Said("loaded", load));
            assertThat(result(main, "count", 10)).isEqualTo(55);
        }
    }

    @Test
    void aPageDoesNotLeaveForTheTextOfAUrl() throws InterruptedException {
        Window main = start();

        result(main, "leave", "data:text/html,<h1>foreign</h1>");

        assertThat(result(main, "count", 10)).isEqualTo(55);
    }

    @Test
    void aPictureHasTheSizeAndTheColoursOfThePage() throws Exception {
        Window main = start();
        result(main, "paint", "#336699");

        BufferedImage picture;
        do {
            picture = ImageIO.read(new ByteArrayInputStream(main.screenshot().block(PATIENCE)));
        } while (picture.getRGB(320, 240) != 0xFF336699); // WebKit paints with its next pulses

        assertThat(picture.getWidth()).isEqualTo(640);
        assertThat(picture.getHeight()).isEqualTo(480);
    }

    @Test
    void theScreenIsTheOneOfJavaFx() throws InterruptedException {
        start();

        Rectangle2D bounds =
                Headless.onUiThread(() -> javafx.stage.Screen.getPrimary().getBounds());
        assertThat(app().screens()).hasSize(1);
        assertThat(app().screens().get(0).bounds())
                .isEqualTo(new Screen.Area(0, 0, (int) bounds.getWidth(), (int) bounds.getHeight()));
    }
}
