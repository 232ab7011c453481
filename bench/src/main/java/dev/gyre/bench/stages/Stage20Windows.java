package dev.gyre.bench.stages;

import dev.gyre.assets.AssetRequest;
import dev.gyre.assets.AssetSource;
import dev.gyre.window.Application;
import dev.gyre.window.javafx.JavaFxBackend;
import dev.gyre.window.jcef.JcefBackend;
import dev.gyre.window.spi.WindowTrait;
import java.awt.Frame;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Stage 20, windows: those of JavaFX, without a display, each with a WebView, and those of JCEF, on a display. All arms end when
 * every window has come about as it was told, laid out; the naive ones wait for that after each step. With JavaFX they are
 * Gyre's windows too, with JCEF bare frames of Swing. What their pages do meanwhile is waited for before the next run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 10)
@Fork(2)
public class Stage20Windows {

    /** The system property that tells where Chromium's own files are, or are to be unpacked. */
    public static final String NATIVES = "gyre.bench.natives";

    private static final int WIDTH = 300;
    private static final WindowTrait.Size SIZE = new WindowTrait.Size(WIDTH, 200);
    private static final WindowTrait.Title TITLE = new WindowTrait.Title("changed");
    private static final WindowTrait.Size FIRST_SIZE = new WindowTrait.Size(200, 100);
    private static final WindowTrait.Title FIRST_TITLE = new WindowTrait.Title("first");

    private static final long PACE = TimeUnit.MILLISECONDS.toNanos(1);

    /** For pages to come, and for windows to go. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    /** What makes them. */
    @Param({"JavaFX", "JCEF"})
    @SuppressWarnings("NullAway.Init") // set by JMH
    public String toolkit;

    /** How many windows. */
    @Param({"1", "4", "16"})
    public int windows;

    /** What is done with them. */
    @Param({"create show resize title", "resize title"})
    @SuppressWarnings("NullAway.Init") // set by JMH
    public String work;

    private final List<SingleWindow> shown = new ArrayList<>();
    private final AtomicInteger pages = new AtomicInteger();
    private @Nullable Application application;
    private @Nullable BareFrames bare;

    /** Made by JMH. */
    public Stage20Windows() {}

    /**
     * Starts the toolkit; one fork has one.
     *
     * @param run names the benchmark
     */
    @Setup
    public void start(BenchmarkParams run) {
        System.setProperty("glass.platform", "Monocle");
        System.setProperty("monocle.platform", "Headless");
        System.setProperty("prism.order", "sw");
        Application started = Application.create(app -> app.backend(isJcef() ? jcef() : JavaFxBackend.create())
                        .assets(AssetSource.memory(Map.of(
                                "/index.html",
                                        bytes("<title>page</title>"
                                                + (isJcef() ? "<script src=/page.js></script>" : "")),
                                "/page.js", bytes("addEventListener('load', () => fetch('/loaded'))"))))
                        .staysOpen())
                .start();
        String last = isJcef() ? "/loaded" : "/"; // Chromium is busy with a page until it is there
        started.events()
                .on(AssetRequest.TYPE, asked -> pages.addAndGet(asked.path().equals(last) ? 1 : 0));
        application = started;
        bare = isJcef() && !run.getBenchmark().endsWith(".gyre") ? new BareFrames(pages::incrementAndGet) : null;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Ends it: a process that ends before dies. */
    @TearDown
    public void end() {
        app().close();
    }

    /** Windows that are only changed are there, and as they were first. */
    @Setup(Level.Invocation)
    public void begin() {
        pages.set(0);
        if (!creates()) {
            openAll();
            shown.forEach(window -> window.change(FIRST_SIZE, FIRST_TITLE));
            awaitPages();
        }
    }

    /** All are as they were told; they go, and with them what they had to do. */
    @TearDown(Level.Invocation)
    public void requireRun() {
        awaitPages();
        Require.same("windows", windows, shown.size());
        for (SingleWindow window : shown) {
            Require.same("size", SIZE, window.size());
            Require.same("title", TITLE.text(), window.title());
            window.close();
        }
        shown.clear();
        await("windows that go", this::isClear);
    }

    private void awaitPages() {
        await("pages", () -> pages.get() >= shown.size());
    }

    private static void await(String what, BooleanSupplier isThere) {
        long end = System.nanoTime() + PATIENCE;
        while (!isThere.getAsBoolean()) {
            Require.that(System.nanoTime() < end, what + ": not in time");
            LockSupport.parkNanos(PACE);
        }
    }

    private boolean isClear() {
        return isJcef()
                ? Arrays.stream(Frame.getFrames()).noneMatch(Frame::isDisplayable)
                : javafx.stage.Window.getWindows().isEmpty();
    }

    private boolean isJcef() {
        return toolkit.equals("JCEF");
    }

    private static JcefBackend jcef() {
        String natives = System.getProperty(NATIVES);
        return natives == null ? JcefBackend.create() : JcefBackend.create().natives(Path.of(natives));
    }

    private boolean creates() {
        return work.startsWith("create");
    }

    private void openAll() {
        IntStream.range(0, windows).forEach(this::open);
    }

    private SingleWindow open(int number) {
        String name = "window" + number;
        SingleWindow opened = bare != null
                ? bare.open(name, FIRST_SIZE)
                : new SingleWindow.Of(app().open(name, window -> window.size(FIRST_SIZE.width(), FIRST_SIZE.height())));
        shown.add(opened);
        return opened;
    }

    /** One window after the other, one step after the other. */
    @Benchmark
    public void naive() {
        for (int number = 0; number < windows; number++) {
            SingleWindow window = creates() ? open(number) : shown.get(number);
            window.change(SIZE);
            window.change(TITLE);
        }
    }

    /** One window after the other, with all that is to change. */
    @Benchmark
    public void naiveTogether() {
        for (int number = 0; number < windows; number++) {
            SingleWindow window = creates() ? open(number) : shown.get(number);
            window.change(SIZE, TITLE);
        }
    }

    /** All windows in one go. */
    @Benchmark
    public void gyre() {
        if (creates()) {
            openAll();
        }
        app().change(app().windows(), SIZE, TITLE).blockLast();
    }

    private Application app() {
        Application started = application;
        if (started == null) {
            throw new IllegalStateException("application: none (expected: a started one)");
        }
        return started;
    }
}
