package dev.gyre.window.jcef;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.assets.AssetSource;
import dev.gyre.window.Application;
import dev.gyre.window.Window;
import dev.gyre.window.WindowEvent;
import dev.gyre.window.kit.Log;
import dev.gyre.window.spi.WindowTrait;
import dev.gyre.window.spi.WindowTrait.Background;
import dev.gyre.window.spi.WindowTrait.Frameless;
import dev.gyre.window.spi.WindowTrait.Icon;
import dev.gyre.window.spi.WindowTrait.Maximum;
import dev.gyre.window.spi.WindowTrait.Minimum;
import dev.gyre.window.spi.WindowTrait.OnTop;
import dev.gyre.window.spi.WindowTrait.Position;
import dev.gyre.window.spi.WindowTrait.Resizable;
import dev.gyre.window.spi.WindowTrait.Size;
import dev.gyre.window.spi.WindowTrait.Title;
import java.awt.AWTEvent;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Image;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.event.AWTEventListener;
import java.awt.event.HierarchyEvent;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.swing.JFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

/** What Swing shows of a window, whose traits the kit only hears of. */
@ExtendWith(Headless.class)
class JcefFrameTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int WHITE = 0xFFFFFF;
    private static final int BLUE = 0x336699;
    private static final int RED = 0x993322;

    @Test
    void aFrameOpensAsItIsWished() throws Exception {
        try (Application app = app(
                new Title("Ours"),
                new Position(30, 40),
                new Size(500, 300),
                new Minimum(200, 150),
                new Maximum(900, 700),
                new Resizable(false),
                new Frameless(true),
                new OnTop(true),
                new Icon("/icon.png"))) {
            start(app);

            untilIcon();
            onFrame(frame -> {
                assertThat(frame.getTitle()).isEqualTo("Ours");
                assertThat(frame.getLocation()).isEqualTo(new Point(30, 40));
                assertThat(frame.getContentPane().getSize()).isEqualTo(new Dimension(500, 300));
                assertThat(frame.getMinimumSize()).isEqualTo(new Dimension(200, 150));
                assertThat(frame.getMaximumSize()).isEqualTo(new Dimension(900, 700));
                assertThat(frame.isResizable()).isFalse();
                assertThat(frame.isUndecorated()).isTrue();
                assertThat(frame.isAlwaysOnTop()).isTrue();
            });
        }
    }

    @Test
    void aFrameIsShownAsItWasToldBeforeTheUiThreadCameToIt() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        try (Application app = app();
                Frames frames = new Frames(HierarchyEvent.SHOWING_CHANGED)) {
            start(app);
            EventQueue.invokeLater(() -> await(told));

            Window late = app.open("late", window -> window.size(200, 100));
            Mono<Void> changed = late.change(new Size(300, 200), new Title("told"));
            told.countDown();
            changed.block(PATIENCE);

            assertThat(late.traits()).contains(new Size(300, 200), new Title("told"));
            assertThat(frames.seen).endsWith("told at 0,0, 300x200").hasSize(2);
        }
    }

    /** Where it is moved there before it is seen, one in some hundred goes back to where its native window was made. */
    @Test
    void aFrameIsMadeWhereItIsToStand() throws Exception {
        try (Application app = app(new Position(30, 40));
                Frames frames = new Frames(HierarchyEvent.DISPLAYABILITY_CHANGED)) {
            start(app);

            assertThat(frames.seen).singleElement().asString().startsWith("main at 30,40, ");
        }
    }

    /** It has handlers of its application as long as it may be made, and would else show what is left of its page for ever. */
    @Test
    void aBrowserThatIsMadeAfterItsApplicationHasClosedEnds() throws Exception {
        try (HeldChromium held = HeldChromium.hold();
                Log log = Log.of(JcefBackend.class.getName())) {
            Application app = app();
            app.start();
            held.awaitAsked();

            app.close();
            assertThat(log.next().text()).isEqualTo("the browsers of this application have not ended within 5 s");
            held.release();

            assertThat(held.made()).isEqualTo(1);
        }
        // A frame goes when the browser in it is gone.
        until(() -> Stream.of(Frame.getFrames()).noneMatch(Frame::isDisplayable));
    }

    /** Some are asked for by then, some made, some neither. */
    @Test
    void applicationsThatCloseAsTheirBrowsersAreMadeLeaveNone() throws Exception {
        long atFirst = Renderers.all().count();
        for (int round = 0; round < 6; round++) {
            Set<ProcessHandle> before = Renderers.all().collect(Collectors.toSet());
            Application app = app();
            app.start();
            for (int number = 1; number < 4; number++) {
                app.open("more" + number, window -> window.size(200, 100));
            }
            until(() -> !Renderers.all().allMatch(before::contains));

            app.close();

            assertThat(Stream.of(Frame.getFrames())).noneMatch(Frame::isDisplayable);
        }
        until(() -> Renderers.all().count() <= atFirst + 1); // Chromium keeps one in reserve
    }

    @Test
    void aWindowThatIsClosedBeforeTheUiThreadCameToItHoldsUpNothing() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        try (Log log = Log.of(JcefBackend.class.getName())) {
            try (Application app = app()) {
                start(app);
                EventQueue.invokeLater(() -> await(told));

                app.open("brief", window -> window.size(200, 100)).close();
                told.countDown();
            }

            assertThat(log.waiting()).isZero();
        }
    }

    @Test
    void aFrameChangesAsItIsTold() throws Exception {
        try (Application app = app()) {
            Window main = start(app);

            main.change(new Minimum(200, 150), new Resizable(false), new OnTop(true), new Icon("/icon.png"))
                    .block(PATIENCE);

            untilIcon();
            onFrame(frame -> {
                assertThat(frame.getMinimumSize().width).isGreaterThanOrEqualTo(200);
                assertThat(frame.isUndecorated()).isFalse();
                assertThat(frame.isResizable()).isFalse();
                assertThat(frame.isAlwaysOnTop()).isTrue();
            });
        }
    }

    @Test
    void aFrameOpensNoLargerThanItsMaximum() throws Exception {
        try (Application app = app(new Size(500, 300), new Maximum(450, 900))) {
            Window main = start(app);

            until(() -> main.traits().contains(new Size(450, 300)));
            assertThat(main.traits()).contains(new Maximum(450, 900));
        }
    }

    /** Neither by its user, who is one of Swing's here, nor by the application. */
    @Test
    void aFrameGrowsToItsMaximumAndNoFurther() throws Exception {
        try (Application app = app()) {
            Window main = start(app);
            main.change(new Maximum(500, 350)).block(PATIENCE);

            for (int length = 700; length < 1_000; length += 100) {
                int wanted = length;
                onFrame(frame -> frame.setSize(wanted, 300));
                until(() -> size(main).width() == 500);
                onFrame(frame -> frame.setSize(300, wanted));
                until(() -> size(main).height() == 350);
            }
            main.change(new Size(900, 600)).block(PATIENCE);
            until(() -> size(main).equals(new Size(500, 350)));
        }
    }

    @Test
    void aFrameShrinksToEachNewMaximum() throws Exception {
        try (Application app = app()) {
            Window main = start(app);

            for (int times = 0; times < 2; times++) {
                main.change(new Maximum(900, 700), new Size(800, 600)).block(PATIENCE);
                until(() -> size(main).equals(new Size(800, 600)));
                main.change(new Maximum(450, 300)).block(PATIENCE);
                until(() -> size(main).equals(new Size(450, 300)));
            }
        }
    }

    private static Size size(Window window) {
        return window.trait(Size.class).orElseThrow();
    }

    /** As the screen has it, for the frame's own colour is covered. */
    @Test
    void theBackgroundIsSeenWhereThePagePaintsNothing() throws Exception {
        try (Application app = app(new Background(BLUE), new Position(0, 0))) {
            Window main = start(app);
            untilSeen(BLUE);

            main.change(new Background(RED)).block(PATIENCE);

            untilSeen(RED);
        }
    }

    @Test
    void aWindowWithoutABackgroundIsWhite() throws Exception {
        try (Application app = app(new Position(0, 0))) {
            start(app);

            untilSeen(WHITE);
        }
    }

    private static Application app(WindowTrait... wishes) {
        return Application.create(options -> options.backend(JcefBackend.create())
                .assets(AssetSource.classpath("dev/gyre/window/kit/web"))
                .window("main", window -> window.size(400, 300).traits(wishes)));
    }

    private static Window start(Application app) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(1);
        app.events().on(WindowEvent.TYPE, event -> {
            if (event.change() == WindowEvent.Change.READY) {
                ready.countDown();
            }
        });
        Window main = app.start().window("main").orElseThrow();
        assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();
        return main;
    }

    /** It is read where the assets are, and comes when it comes. */
    private static void untilIcon() throws Exception {
        until(() -> {
            AtomicReference<Image> icon = new AtomicReference<>();
            onFrame(frame -> icon.set(frame.getIconImage()));
            return icon.get() != null && icon.get().getWidth(null) > 0;
        });
    }

    /** What the user sees at the lower right of the page. */
    private static void untilSeen(int colour) throws Exception {
        Robot user = new Robot();
        until(() -> {
            AtomicReference<Rectangle> bounds = new AtomicReference<>();
            onFrame(frame -> bounds.set(frame.getBounds()));
            int x = (int) bounds.get().getMaxX() - 40;
            int y = (int) bounds.get().getMaxY() - 40;
            return (user.getPixelColor(x, y).getRGB() & WHITE) == colour;
        });
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime() - deadline).isNegative();
        }
    }

    private static void onFrame(Consumer<JFrame> look) throws Exception {
        CompletableFuture.runAsync(() -> look.accept(frame()), EventQueue::invokeLater)
                .get(30, TimeUnit.SECONDS);
    }

    private static JFrame frame() {
        return (JFrame) Stream.of(Frame.getFrames())
                .filter(Frame::isDisplayable)
                .findFirst()
                .orElseThrow();
    }

    /** What frames are like as they come to be displayable or shown. */
    private static final class Frames implements AutoCloseable {

        private final List<String> seen = new CopyOnWriteArrayList<>();
        private final AWTEventListener watch;

        Frames(int flag) {
            watch = event -> {
                HierarchyEvent change = (HierarchyEvent) event;
                boolean isIt = (change.getChangeFlags() & flag) != 0
                        && (flag == HierarchyEvent.SHOWING_CHANGED
                                ? change.getChanged().isShowing()
                                : change.getChanged().isDisplayable());
                if (isIt && event.getSource() instanceof JFrame frame) {
                    Dimension size = frame.getContentPane().getSize();
                    seen.add(frame.getTitle() + " at " + frame.getX() + "," + frame.getY() + ", " + size.width + "x"
                            + size.height);
                }
            };
            Toolkit.getDefaultToolkit().addAWTEventListener(watch, AWTEvent.HIERARCHY_EVENT_MASK);
        }

        @Override
        public void close() {
            Toolkit.getDefaultToolkit().removeAWTEventListener(watch);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
