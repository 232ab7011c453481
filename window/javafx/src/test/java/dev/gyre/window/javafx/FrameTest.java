package dev.gyre.window.javafx;

import static dev.gyre.window.javafx.Headless.onUiThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gyre.assets.AssetSource;
import dev.gyre.window.Application;
import dev.gyre.window.Window;
import dev.gyre.window.WindowChanged;
import dev.gyre.window.spi.WindowTrait;
import dev.gyre.window.spi.WindowTrait.Background;
import dev.gyre.window.spi.WindowTrait.Focus;
import dev.gyre.window.spi.WindowTrait.Icon;
import dev.gyre.window.spi.WindowTrait.Maximum;
import dev.gyre.window.spi.WindowTrait.Minimum;
import dev.gyre.window.spi.WindowTrait.Mode;
import dev.gyre.window.spi.WindowTrait.OnTop;
import dev.gyre.window.spi.WindowTrait.Position;
import dev.gyre.window.spi.WindowTrait.Resizable;
import dev.gyre.window.spi.WindowTrait.Size;
import dev.gyre.window.spi.WindowTrait.State;
import dev.gyre.window.spi.WindowTrait.Title;
import dev.gyre.window.spi.WindowTrait.Zoom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.geometry.Dimension2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javafx.scene.paint.Color;
import javafx.scene.web.WebView;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

/** What becomes of traits in real stages, asked of the window, of the stage, and heard. */
@ExtendWith(Headless.class)
class FrameTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Size SIZE = new Size(640, 480);

    private final BlockingQueue<WindowTrait> heard = new LinkedBlockingQueue<>();
    private final Application app = Application.create(options -> options.backend(JavaFxBackend.create())
            .assets(AssetSource.classpath("web"))
            .window("main", window -> window.size(SIZE.width(), SIZE.height())));
    private Window main;

    @BeforeEach
    void start() throws InterruptedException {
        app.events().on(WindowChanged.TYPE, event -> heard.add(event.now()));
        main = app.start().window("main").orElseThrow();
        hear(new Zoom(1)); // it is shown
    }

    @AfterEach
    void close() {
        app.close();
    }

    @Test
    void isOpenedAsItWasWished() throws InterruptedException {
        List<WindowTrait> wishes = List.of(
                new Title("Wished"),
                new Size(500, 300),
                new Position(30, 40),
                new Minimum(200, 150),
                new Maximum(900, 700),
                new Resizable(false),
                new OnTop(true),
                new Background(0x336699),
                new Zoom(1.5),
                new Icon("/index.html"));
        heard.clear();

        Window wished = app.open("wished", window -> window.traits(wishes.toArray(WindowTrait[]::new)));

        hear(new OnTop(true));
        wished.change(new OnTop(true)).block(PATIENCE); // it is laid out
        assertThat(wished.traits()).containsAll(wishes);
        onUiThread(() -> {
            Stage stage = javafx.stage.Window.getWindows().stream()
                    .map(Stage.class::cast)
                    .filter(shown -> shown.getTitle().equals("Wished"))
                    .findFirst()
                    .orElseThrow();
            WebView view = (WebView) stage.getScene().getRoot();
            assertThat(stage.isAlwaysOnTop()).isTrue();
            assertThat(stage.isResizable()).isFalse();
            assertThat(stage.getX()).isEqualTo(30);
            assertThat(stage.getMinWidth()).isGreaterThanOrEqualTo(200);
            assertThat(stage.getMaxHeight()).isGreaterThanOrEqualTo(700);
            assertThat(stage.getScene().getFill()).isEqualTo(Color.rgb(0x33, 0x66, 0x99));
            assertThat(view.getPageFill()).isEqualTo(Color.rgb(0x33, 0x66, 0x99));
            assertThat(view.getZoom()).isEqualTo(1.5);
            assertThat(stage.getIcons()).hasSize(1);
            return stage;
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"MINIMISED", "MAXIMISED", "FULL_SCREEN"})
    void standsAsItIsToldAndIsRestored(State state) throws InterruptedException {
        change(new Mode(state));
        assertThat(stage(Stage::isIconified)).isEqualTo(state == State.MINIMISED);
        assertThat(stage(Stage::isMaximized)).isEqualTo(state == State.MAXIMISED);
        assertThat(stage(Stage::isFullScreen)).isEqualTo(state == State.FULL_SCREEN);

        change(new Mode(State.NORMAL));
        assertThat(stage(Stage::isIconified)).isFalse();
        assertThat(stage(Stage::isMaximized)).isFalse();
        assertThat(stage(Stage::isFullScreen)).isFalse();
    }

    @Test
    void goesFromEachStateToEachOther() throws InterruptedException {
        for (State from : State.values()) {
            for (State to : State.values()) {
                main.change(new Mode(from)).block(PATIENCE);
                main.change(new Mode(to)).block(PATIENCE);

                assertThat(main.trait(Mode.class)).as(from + " to " + to).contains(new Mode(to));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"MAXIMISED", "FULL_SCREEN"})
    void fillsTheScreen(State state) throws InterruptedException {
        Rectangle2D screen = onUiThread(() -> Screen.getPrimary().getVisualBounds());
        Size whole = new Size((int) screen.getWidth(), (int) screen.getHeight());

        main.change(new Mode(state)).block(PATIENCE);

        hear(whole);
        assertThat(main.trait(Size.class)).contains(whole);
    }

    @ParameterizedTest
    @CsvSource({"MAXIMISED", "FULL_SCREEN"})
    void hasItsSizeBack(State state) throws InterruptedException {
        assumeFalse(
                "Monocle".equals(System.getProperty("glass.platform")),
                "the way back was NOT tested: the headless platform leaves a bare stage as large as the screen, at times or always");
        main.change(new Mode(state)).block(PATIENCE);
        heard.clear();

        main.change(new Mode(State.NORMAL)).block(PATIENCE);

        hear(SIZE);
        assertThat(main.trait(Size.class)).contains(SIZE);
    }

    @Test
    void isNotMadeSmallerThanItsMinimum() throws InterruptedException {
        change(new Minimum(400, 300));
        main.change(new Size(200, 100)).block(PATIENCE);
        Dimension2D platforms = bare(
                on -> {
                    on.setMinWidth(400);
                    on.setMinHeight(300);
                },
                on -> {
                    on.setWidth(200);
                    on.setHeight(100);
                });
        assumeTrue(
                platforms.equals(new Dimension2D(400, 300)),
                "the minimum was NOT tested against a smaller size: on this platform a bare stage becomes "
                        + platforms);

        assertThat(main.trait(Size.class)).contains(new Size(400, 300));
    }

    @Test
    void growsToItsMinimum() throws InterruptedException {
        change(new Minimum(700, 500));

        hear(new Size(700, 500));
        assertThat(main.trait(Size.class)).contains(new Size(700, 500));
    }

    @Test
    void isNotMadeLargerThanItsMaximum() throws InterruptedException {
        change(new Maximum(700, 500));
        main.change(new Size(900, 600)).block(PATIENCE);

        hear(new Size(700, 500));
        assertThat(main.trait(Size.class)).contains(new Size(700, 500));
    }

    @Test
    void staysAboveOthersAndNoMore() throws InterruptedException {
        change(new OnTop(true));
        assertThat(stage(Stage::isAlwaysOnTop)).isTrue();

        change(new OnTop(false));
        assertThat(stage(Stage::isAlwaysOnTop)).isFalse();
    }

    @Test
    void showsItsPageLarger() throws InterruptedException {
        change(new Zoom(2.5));

        WebView view = (WebView) stage(Stage::getScene).getRoot();
        assertThat(onUiThread(view::getZoom)).isEqualTo(2.5);
    }

    @Test
    void givesTheKeyboardToTheWindowThatWishesForIt() throws InterruptedException {
        assumeTrue(
                onUiThread(FrameTest::onlyOneOfTwoStagesHasTheFocus),
                "focus was NOT tested: on this platform two stages hold it at once");
        Window second = app.open("second", window -> {});
        second.change(new Focus(true)).block(PATIENCE);
        heard.clear();

        main.change(new Focus(true)).block(PATIENCE);

        hear(new Focus(true));
        assertThat(main.trait(Focus.class)).contains(new Focus(true));
        assertThat(second.trait(Focus.class)).contains(new Focus(false));
    }

    private static boolean onlyOneOfTwoStagesHasTheFocus() {
        Stage first = bare();
        Stage second = bare();
        try {
            return first.isFocused() != second.isFocused();
        } finally {
            first.hide();
            second.hide();
        }
    }

    /** What else JavaFX's thread had to do for the change would be done by a loop within the turn. */
    @Test
    void manyWindowsAreChangedInOneTurnOfTheUiThread() {
        for (int number = 1; number < 8; number++) {
            app.open("window" + number, window -> window.size(100, 100));
        }
        List<Stage> stages = onUiThread(() ->
                javafx.stage.Window.getWindows().stream().map(Stage.class::cast).toList());
        AtomicInteger changed = new AtomicInteger();
        AtomicInteger changedBesides = new AtomicInteger();
        onUiThread(() -> {
            stages.forEach(stage -> stage.titleProperty().addListener(title -> {
                if (changed.getAndIncrement() == 0) {
                    Platform.runLater(() -> Platform.exitNestedEventLoop(changed, null));
                    Platform.enterNestedEventLoop(changed);
                    changedBesides.set(changed.get() - 1);
                }
            }));
            return stages;
        });

        assertThat(app.change(app.windows(), new Title("together"))
                        .collectList()
                        .block(PATIENCE))
                .hasSize(8);

        assertThat(changed).hasValue(8);
        assertThat(changedBesides).hasValue(0);
    }

    @Test
    void isShownAsItWasToldBeforeTheUiThreadCameToIt() {
        CountDownLatch told = new CountDownLatch(1);
        List<Object> seen = new CopyOnWriteArrayList<>();
        ListChangeListener<javafx.stage.Window> shows = change -> {
            while (change.next()) {
                for (javafx.stage.Window shown : change.getAddedSubList()) {
                    seen.add(((Stage) shown).getTitle());
                    seen.add(shown.getScene().getWidth());
                    shown.getScene()
                            .widthProperty()
                            .addListener(width -> seen.add(shown.getScene().getWidth()));
                }
            }
        };
        Platform.runLater(() -> {
            javafx.stage.Window.getWindows().addListener(shows);
            try {
                assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });

        Window late = app.open("late", window -> window.size(200, 100));
        Mono<Void> changed = late.change(new Size(300, 200), new Title("told"));
        told.countDown();
        changed.block(PATIENCE);

        assertThat(late.traits()).contains(new Size(300, 200), new Title("told"));
        assertThat(seen).contains("told", 300.0).doesNotContain("late", 200.0);
        onUiThread(() -> {
            javafx.stage.Window.getWindows().removeListener(shows);
            return shows;
        });
    }

    /** Changes the window, asks it, and hears it. */
    private void change(WindowTrait trait) throws InterruptedException {
        main.change(trait).block(PATIENCE);

        assertThat(main.traits()).contains(trait);
        hear(trait);
    }

    private void hear(WindowTrait trait) throws InterruptedException {
        for (WindowTrait next = null; !trait.equals(next); ) {
            next = heard.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("heard, before " + trait).isNotNull();
        }
    }

    private static <T> T stage(Function<Stage, T> question) {
        return onUiThread(
                () -> question.apply((Stage) javafx.stage.Window.getWindows().get(0)));
    }

    /** What the platform alone makes of a stage that is shown: the size of its scene after two steps. */
    private static Dimension2D bare(Consumer<Stage> first, Consumer<Stage> second) throws InterruptedException {
        Stage stage = onUiThread(FrameTest::bare);
        try {
            Consumer<Stage> rest = shown -> {}; // for a platform that takes more than one layout
            for (Consumer<Stage> step : List.of(rest, first, rest, second, rest, rest, rest)) {
                CountDownLatch laidOut = new CountDownLatch(1);
                Platform.runLater(() -> {
                    step.accept(stage);
                    Toolkit.afterLayout(laidOut::countDown);
                });
                assertThat(laidOut.await(20, TimeUnit.SECONDS)).isTrue();
            }
            return onUiThread(() -> new Dimension2D(
                    stage.getScene().getWidth(), stage.getScene().getHeight()));
        } finally {
            Platform.runLater(stage::hide);
        }
    }

    private static Stage bare() {
        Stage stage = new Stage();
        stage.setScene(new Scene(new Pane(), SIZE.width(), SIZE.height()));
        stage.show();
        return stage;
    }
}
