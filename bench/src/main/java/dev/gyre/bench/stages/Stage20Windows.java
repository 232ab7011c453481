package dev.gyre.bench.stages;

import dev.gyre.assets.AssetSource;
import dev.gyre.window.Application;
import dev.gyre.window.Window;
import dev.gyre.window.javafx.JavaFxBackend;
import dev.gyre.window.spi.WindowTrait;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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

/**
 * Stage 20, windows: those of JavaFX, without a display, each with a WebView. All arms end when every window has come about as
 * it was told, laid out; the naive ones wait for that after each step.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 10)
@Fork(2)
public class Stage20Windows {

    private static final int WIDTH = 300;
    private static final WindowTrait.Size SIZE = new WindowTrait.Size(WIDTH, 200);
    private static final WindowTrait.Title TITLE = new WindowTrait.Title("changed");
    private static final WindowTrait.Size FIRST_SIZE = new WindowTrait.Size(200, 100);
    private static final WindowTrait.Title FIRST_TITLE = new WindowTrait.Title("first");

    private static final long PACE = TimeUnit.MILLISECONDS.toNanos(1);

    /** How many windows. */
    @Param({"1", "4", "16"})
    public int windows;

    /** What is done with them. */
    @Param({"create show resize title", "resize title"})
    @SuppressWarnings("NullAway.Init") // set by JMH
    public String work;

    private final List<Window> shown = new ArrayList<>();
    private @Nullable Application application;

    /** Made by JMH. */
    public Stage20Windows() {}

    /** Starts JavaFX. */
    @Setup
    public void start() {
        System.setProperty("glass.platform", "Monocle");
        System.setProperty("monocle.platform", "Headless");
        System.setProperty("prism.order", "sw");
        application = Application.create(app -> app.backend(JavaFxBackend.create())
                        .assets(AssetSource.memory(
                                Map.of("/index.html", "<title>page</title>".getBytes(StandardCharsets.UTF_8))))
                        .staysOpen())
                .start();
    }

    /** Ends it: a process that ends before dies. */
    @TearDown
    public void end() {
        app().close();
    }

    /** Windows that are only changed are there, and as they were first. */
    @Setup(Level.Invocation)
    public void begin() {
        if (!creates()) {
            openAll();
            app().change(shown, FIRST_SIZE, FIRST_TITLE).blockLast();
        }
    }

    /** All are as they were told; they go, and with them what they had to do. */
    @TearDown(Level.Invocation)
    public void requireRun() {
        Require.same("windows", windows, shown.size());
        for (Window window : shown) {
            Require.same("size", SIZE, window.trait(WindowTrait.Size.class).orElseThrow());
            Require.same("title", TITLE.text(), window.title());
            window.close();
        }
        shown.clear();
        while (!javafx.stage.Window.getWindows().isEmpty()) {
            LockSupport.parkNanos(PACE);
        }
    }

    private boolean creates() {
        return work.startsWith("create");
    }

    private void openAll() {
        IntStream.range(0, windows).forEach(this::open);
    }

    private Window open(int number) {
        Window opened = app().open("window" + number, window -> window.size(FIRST_SIZE.width(), FIRST_SIZE.height()));
        shown.add(opened);
        return opened;
    }

    /** One window after the other, one step after the other. */
    @Benchmark
    public void naive() {
        for (int number = 0; number < windows; number++) {
            Window window = creates() ? open(number) : shown.get(number);
            window.change(SIZE).block();
            window.change(TITLE).block();
        }
    }

    /** One window after the other, with all that is to change. */
    @Benchmark
    public void naiveTogether() {
        for (int number = 0; number < windows; number++) {
            Window window = creates() ? open(number) : shown.get(number);
            window.change(SIZE, TITLE).block();
        }
    }

    /** All windows in one go. */
    @Benchmark
    public void gyre() {
        if (creates()) {
            openAll();
        }
        app().change(shown, SIZE, TITLE).blockLast();
    }

    private Application app() {
        Application started = application;
        if (started == null) {
            throw new IllegalStateException("application: none (expected: a started one)");
        }
        return started;
    }
}
