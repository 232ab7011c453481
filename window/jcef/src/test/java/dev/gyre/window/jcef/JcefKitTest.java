package dev.gyre.window.jcef;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.assets.AssetSource;
import dev.gyre.ipc.PageSession;
import dev.gyre.window.Application;
import dev.gyre.window.Window;
import dev.gyre.window.kit.BackendKit;
import dev.gyre.window.kit.Log;
import dev.gyre.window.kit.Said;
import dev.gyre.window.spi.Backend;
import dev.gyre.window.spi.PageNews;
import dev.gyre.window.spi.PageNews.ConsoleLine;
import dev.gyre.window.spi.PageNews.Crashed;
import dev.gyre.window.spi.PageNews.FilesDropped;
import dev.gyre.window.spi.Screen;
import dev.gyre.window.spi.WindowTrait;
import dev.gyre.window.spi.WindowTrait.Zoom;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.SecondaryLoop;
import java.awt.Toolkit;
import java.awt.event.InputEvent;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.swing.JFrame;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows of JCEF keep what every backend promises, and what they alone do. */
@ExtendWith(Headless.class)
class JcefKitTest extends BackendKit {

    @Override
    protected Backend backend() {
        return JcefBackend.create();
    }

    /** It is shown already. */
    @Override
    protected void show(Application application, Window window) {}

    @Override
    protected void onUiThread(Runnable task) {
        EventQueue.invokeLater(task);
    }

    @Override
    protected int shownWindows() {
        return (int) shown().count();
    }

    @Override
    protected void clickClose(Window window) {
        EventQueue.invokeLater(() -> shown().filter(frame -> frame.getTitle().equals(window.title()))
                .forEach(frame -> frame.dispatchEvent(new WindowEvent(frame, WindowEvent.WINDOW_CLOSING))));
    }

    /** Without a window manager Swing does not have the keyboard while the page does. */
    @Override
    protected boolean hearsOf(WindowTrait trait) {
        return !(trait instanceof WindowTrait.Focus);
    }

    private static Stream<Frame> shown() {
        return Stream.of(Frame.getFrames()).filter(Frame::isDisplayable);
    }

    @Test
    void pagesSeeNothingOfTheWayToJava() throws InterruptedException {
        assertThat(result(start(), "globals", null)).isEqualTo(List.of());
    }

    /** Where one of its threads did, another that reads the environment at that moment would end the process. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void chromiumLeavesTheEnvironmentOfTheProcessAlone() throws IOException, InterruptedException {
        start();

        // A child has that of the process, not what Java has read of it when it began.
        Process child = new ProcessBuilder("env").start();
        String environment = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(environment).contains("PATH=");
        assertThat(environment.contains("FC_FONTATIONS=")).isEqualTo(System.getenv("FC_FONTATIONS") != null);
    }

    /** What else Swing's thread had to do for the change would be done by a loop within the turn. */
    @Test
    void manyWindowsAreChangedInOneTurnOfTheUiThread() throws Exception {
        start();
        for (int number = 1; number < 4; number++) {
            open("window" + number);
        }
        AtomicInteger changed = new AtomicInteger();
        AtomicInteger changedBesides = new AtomicInteger();
        EventQueue.invokeAndWait(() -> shown().forEach(frame -> frame.addPropertyChangeListener("title", title -> {
            if (changed.getAndIncrement() == 0) {
                SecondaryLoop loop =
                        Toolkit.getDefaultToolkit().getSystemEventQueue().createSecondaryLoop();
                EventQueue.invokeLater(loop::exit);
                loop.enter();
                changedBesides.set(changed.get() - 1);
            }
        })));

        assertThat(app().change(app().windows(), new WindowTrait.Title("together"))
                        .collectList()
                        .block(PATIENCE))
                .hasSize(4);

        assertThat(changed).hasValue(4);
        assertThat(changedBesides).hasValue(0);
    }

    /** JCEF alone would ask for one every 100 ms until it is there, and its page come with a used code. */
    @Test
    void aWindowHasOneBrowserHoweverLongChromiumTakesForIt() throws Exception {
        start();
        try (HeldChromium held = HeldChromium.hold()) {
            Window slow = app().open("slow", JcefKitTest::options);
            held.awaitAsked();
            held.release();

            assertThat(next(slow.name())).isEqualTo(new Said("loaded", 1));
            assertThat(held.made()).isEqualTo(1);
        }
    }

    @Test
    void aPageThatDiesIsShownAgainOnceAndThisIsTold() throws InterruptedException {
        BlockingQueue<PageNews> news = hearNews();
        Window main = start();
        try (Log log = Log.of(Page.class.getName())) {
            kill(renderer(main));

            assertThat(next("main")).isEqualTo(new Said("loaded", 2));
            assertThat(result(main, "count", 10)).isEqualTo(55);
            assertThat(log.next().text())
                    .startsWith("the page of window \"main\" died: ")
                    .endsWith("; it is shown again");
            assertThat(news.poll(30, TimeUnit.SECONDS))
                    .matches(told -> told instanceof Crashed died && died.isShownAgain());

            kill(renderer(main));

            assertThat(log.next().text()).endsWith("; it is left, for it did so within a minute");
            assertThat(news.poll(30, TimeUnit.SECONDS))
                    .matches(told -> told instanceof Crashed died && !died.isShownAgain());
        }
    }

    /** In Java, too, what it was in the middle of, and its session; the page that follows has another. */
    @ParameterizedTest
    @ValueSource(strings = {"call", "stream", "upload"})
    void whatAPageHadUnderWayEndsWithItsProcess(String what) throws InterruptedException {
        Window main = start();
        ProcessHandle process = renderer(main);
        PageSession session = session(main);
        begin(main, what);

        kill(process);

        awaitEnd();
        assertThat(next("main")).isEqualTo(new Said("loaded", 2));
        assertThat(session.isEnded()).isTrue();
        until(() -> session(main).account().inFlight() == 0);
        assertThat(result(main, "count", 5_000)).isEqualTo(12_502_500);
        assertThat(result(main, "sum", 5_000)).isEqualTo(12_502_500);
        app().close();
        leftNothing();
    }

    /** That of this page: the next one would be shown by the one in reserve. */
    private ProcessHandle renderer(Window window) throws InterruptedException {
        Map<ProcessHandle, Duration> before = Renderers.effort();
        result(window, "busy", 500);
        return Renderers.busiest(before);
    }

    private static void kill(ProcessHandle process) {
        assertThat(process.destroyForcibly()).isTrue();
    }

    @Test
    void theConsoleOfAPageIsToldAndAFloodIsCounted() throws InterruptedException {
        BlockingQueue<PageNews> news = hearNews();
        Window main = start();
        try (Log log = Log.of("dev.gyre.window.console")) {
            assertThat(result(main, "log", 1)).isNull();
            assertThat(news.poll(30, TimeUnit.SECONDS))
                    .matches(told -> told instanceof ConsoleLine line
                            && line.text().startsWith("line 0")
                            && line.source().endsWith("/page.js")
                            && line.line() > 0);
            assertThat(log.next().text()).matches("window \"main\": line 0  of \\d+ \\(https?://[^/]+/page.js:\\d+\\)");

            result(main, "log", 10_000);
            while (news.stream().noneMatch(told -> ((ConsoleLine) told).dropped() > 0)) {
                result(main, "log", 1);
            }

            log.next(text -> text.endsWith("lines of its console dropped"));
        }
    }

    @Test
    void whereAPageIsNotLetGoIsTold() throws InterruptedException {
        BlockingQueue<PageNews> news = hearNews();
        Window main = start();

        result(main, "leave", "http://127.0.0.1:49151/secret?more");
        assertThat(news.poll(30, TimeUnit.SECONDS)).isEqualTo(new PageNews.Refused("http://127.0.0.1:49151"));
    }

    /** Chromium asks nobody before it shows an empty page. */
    @ParameterizedTest
    @ValueSource(strings = {"about:blank", "about:blank#there", "about:nothing"})
    void aPageThatLeavesForNothingIsBackAtOnce(String nothing) throws InterruptedException {
        BlockingQueue<PageNews> news = hearNews();
        Window main = start();

        tell(main, "leave", nothing);

        assertThat(news.poll(30, TimeUnit.SECONDS)).isEqualTo(new PageNews.Refused("about:"));
        Said said = next("main");
        while (said.step().equals("leave")) { // if it came to say so
            said = next("main");
        }
        assertThat(said).isEqualTo(new Said("loaded", 2));
        assertThat(result(main, "count", 10)).isEqualTo(55);
    }

    @Test
    void aWindowThatAPageOpensItselfIsRefused() throws Exception {
        BlockingQueue<PageNews> news = hearNews();
        Window main = start();

        // Of itself Chromium lets a page open one only where its user has clicked, and hears no click before its first
        // picture.
        result(main, "popupOnClick", "http://127.0.0.1:49151/secret?more");
        Rectangle bounds = shown().findFirst().orElseThrow().getBounds();
        Robot user = new Robot();
        user.mouseMove((int) bounds.getCenterX(), (int) bounds.getCenterY());
        PageNews told = null;
        for (int clicks = 0; told == null && clicks < 30; clicks++) {
            user.mousePress(InputEvent.BUTTON1_DOWN_MASK);
            user.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
            told = news.poll(1, TimeUnit.SECONDS);
        }

        assertThat(told).isEqualTo(new PageNews.Refused("http://127.0.0.1:49151"));
        assertThat(shownWindows()).isEqualTo(1);
        assertThat(result(main, "count", 10)).isEqualTo(55);
    }

    /** From a window of Swing's, in the way that other applications on X11 do: the messages of a drag go by the X server. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void filesThatTheUserDropsAreToldAndThePageSeesThem(@TempDir Path folder) throws Exception {
        List<Path> files = List.of(
                Files.writeString(folder.resolve("one.txt"), "1"),
                Files.writeString(folder.resolve("\"two\" \u00E4\uD83D\uDE00.txt"), "2"));
        BlockingQueue<PageNews> news = hearNews();
        Window main = start();
        main.change(new WindowTrait.Zoom(2)).block(PATIENCE);
        untilZoomed(main, 2); // some time after Chromium was told

        try (Dragged dragged = Dragged.files(files)) {
            result(main, "dropZone", null);
            dragOverPage(dragged, main);
            assertThat(dragged.drop()).isTrue();

            assertThat(result(main, "dropped", null))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("at", List.of(100, 50))
                    .containsEntry("text", "")
                    .containsEntry("files", List.of("one.txt: 1", files.get(1).getFileName() + ": 2"));
            assertThat(news.poll(30, TimeUnit.SECONDS)).isEqualTo(new FilesDropped(files));
        } finally {
            main.change(new WindowTrait.Zoom(1)).block(PATIENCE); // Chromium keeps it for the pages to come
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPageThatTakesNoFilesStaysWhereItIsAndTheyAreTold(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("one.html"), "<title>not ours</title>");
        BlockingQueue<PageNews> news = hearNews();
        Window main = start();

        Dragged.drop(List.of(file), page());

        assertThat(news.poll(30, TimeUnit.SECONDS)).isEqualTo(new FilesDropped(List.of(file)));
        assertThat(result(main, "count", 10)).isEqualTo(55);
        assertThat(shownWindows()).isEqualTo(1);
        assertThat(news).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void textThatTheUserDropsIsForThePageAlone() throws Exception {
        BlockingQueue<PageNews> news = hearNews();
        Window main = start();

        try (Dragged dragged = Dragged.text("\"\u00E4\uD83D\uDE00\"\n")) {
            result(main, "dropZone", null);
            dragOverPage(dragged, main);
            dragged.away();
            dragged.over(page(), 200, 100);
            assertThat(dragged.drop()).isTrue();
        }

        assertThat(result(main, "dropped", null))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .hasEntrySatisfying("ways", ways -> assertThat((List<?>) ways).hasSize(3))
                .containsEntry("text", "\"\u00E4\uD83D\uDE00\"\n")
                .containsEntry("files", List.of());
        assertThat(news).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsDraggedPastIsNotTold(@TempDir Path folder) throws Exception {
        BlockingQueue<PageNews> news = hearNews();
        Window main = start();

        try (Dragged dragged = Dragged.files(List.of(folder))) {
            dragged.over(page(), 200, 100);
            dragged.away();
            assertThat(dragged.drop()).isFalse();
        }

        assertThat(result(main, "count", 10)).isEqualTo(55);
        assertThat(news).isEmpty();
    }

    /** Chromium hears of no drag before its first picture. */
    private void dragOverPage(Dragged dragged, Window window) throws InterruptedException {
        boolean isSeen = false;
        for (int tries = 0; !isSeen && tries < 30; tries++) {
            dragged.away();
            dragged.over(page(), 200, 100);
            isSeen = Boolean.TRUE.equals(result(window, "isDraggedOver", null));
        }
        assertThat(isSeen).isTrue();
    }

    private static Component page() {
        return ((JFrame) shown().findFirst().orElseThrow()).getContentPane();
    }

    @Test
    void aPictureHasTheSizeAndTheColoursOfThePage() throws Exception {
        Window main = start();
        result(main, "paint", "#336699");

        for (int number = 0; number < 20; number++) {
            BufferedImage picture =
                    ImageIO.read(new ByteArrayInputStream(main.screenshot().block(PATIENCE)));

            assertThat(picture.getWidth()).isEqualTo(640);
            assertThat(picture.getHeight()).isEqualTo(480);
            assertThat(picture.getRGB(320, 240)).isEqualTo(0xFF336699);
        }
    }

    /** Chromium has one for all of them, and each window is told. */
    @Test
    void windowsOfAnApplicationHaveOneZoom() throws Exception {
        Window main = start();
        main.change(new Zoom(1.5)).block(PATIENCE);
        Window second = open("second");
        assertThat(main.trait(Zoom.class)).contains(new Zoom(1.5));
        assertThat(second.trait(Zoom.class)).contains(new Zoom(1.5));
        untilZoomed(main, 1.5);
        untilZoomed(second, 1.5);

        second.change(new Zoom(2)).block(PATIENCE);

        untilHas(main, new Zoom(2));
        untilZoomed(main, 2);
        untilZoomed(second, 2);

        app().open("third", window -> window.traits(new Zoom(3)));
        untilHas(main, new Zoom(3));
        untilZoomed(main, 3);
    }

    @Test
    void aZoomEndsWithTheLastWindowThatHasIt() throws Exception {
        Window main = start();
        main.change(new Zoom(2)).block(PATIENCE);
        untilZoomed(main, 2);
        app().close();

        String ratio = "import '/gyre/gyre.js'; setInterval(() => { document.title = devicePixelRatio; }, 50)";
        AssetSource page = AssetSource.memory(Map.of(
                "/index.html", "<script type='module' src='/ratio.js'></script>".getBytes(StandardCharsets.UTF_8),
                "/ratio.js", ratio.getBytes(StandardCharsets.UTF_8)));

        try (Application next = Application.create(
                options -> options.backend(backend()).assets(page).window("main", window -> {}))) {
            Window same = next.start().window("main").orElseThrow();

            untilHas(same, new WindowTrait.PageTitle("1"));
            assertThat(same.trait(Zoom.class)).contains(new Zoom(1));
        }
    }

    @Test
    void aWindowOpensWithItsZoom() throws Exception {
        start();
        Window zoomed = open("zoomed", window -> window.traits(new Zoom(2)));

        untilHas(zoomed, new Zoom(2));
        untilZoomed(zoomed, 2);
    }

    private void untilHas(Window window, WindowTrait trait) {
        until(() -> window.traits().contains(trait));
    }

    private void untilZoomed(Window window, double factor) {
        until(() -> Math.abs(ratio(window) - factor) < 0.01);
    }

    private double ratio(Window window) {
        try {
            return ((Number) result(window, "ratio", null)).doubleValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What Swing has done when it was told is not waited for. */
    @Test
    void aTitleComesAboutInTheTurnThatChangesIt() throws Exception {
        Window main = start();
        long best = Long.MAX_VALUE;
        for (int number = 0; number < 10; number++) {
            long begun = System.nanoTime();
            main.change(new WindowTrait.Title("title " + number)).block(PATIENCE);
            best = Math.min(best, System.nanoTime() - begun);
        }

        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void theScreenIsTheOneOfSwing() throws InterruptedException {
        start();

        Dimension size = Toolkit.getDefaultToolkit().getScreenSize();
        assertThat(app().screens()).hasSize(1);
        assertThat(app().screens().get(0).bounds()).isEqualTo(new Screen.Area(0, 0, size.width, size.height));
    }
}
