package dev.gyre.window.kit;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.emits;
import static dev.gyre.ipc.Capabilities.hears;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.assets.AssetSource;
import dev.gyre.ipc.Capabilities;
import dev.gyre.ipc.PageSession;
import dev.gyre.ipc.WindowMessage;
import dev.gyre.window.Application;
import dev.gyre.window.Window;
import dev.gyre.window.WindowOptions;
import dev.gyre.window.spi.Backend;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An application on a backend for one test, and the pages in its windows, which do what they are told. */
public abstract class KitApplication {

    /** Longer than any machine should need; reached only by a failure. */
    protected static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, BlockingQueue<Said>> said = new ConcurrentHashMap<>();
    private final Answers answers = new Answers();
    private Set<Thread> before = Set.of();
    private @Nullable Backend backend;
    private @Nullable Application app;

    KitApplication() {}

    /**
     * A backend that was used for nothing before. Called once for each test.
     *
     * @return the backend
     */
    protected abstract Backend backend();

    /**
     * Has the page of a window that was just opened shown, where the backend leaves that to its user.
     *
     * @param application the application
     * @param window the window
     */
    protected abstract void show(Application application, Window window);

    /**
     * Runs a task on the thread of the UI that the backend must never make wait, and does not wait for it. A backend without
     * one runs it on any thread but the caller's.
     *
     * @param task the task, which may block
     */
    protected abstract void onUiThread(Runnable task);

    /**
     * How many windows the system shows for the application.
     *
     * @return the count; 0 where there are none of its own to show
     */
    protected abstract int shownWindows();

    /** Makes the application, not started. */
    @BeforeEach
    public final void create() {
        before = Thread.getAllStackTraces().keySet();
        Backend made = backend();
        backend = made;
        app = Application.create(options -> options.backend(made)
                .assets(AssetSource.classpath("dev/gyre/window/kit/web"))
                .service(answers)
                .window("main", KitApplication::options));
    }

    private static void options(WindowOptions window) {
        window.size(640, 480).allow(calls("Answers.*"), hears("kit.*"), emits("kit.*"));
    }

    /** Ends it. */
    @AfterEach
    public final void close() {
        app().close();
    }

    final Application app() {
        return Objects.requireNonNull(app, "app");
    }

    final Backend backendOfApp() {
        return Objects.requireNonNull(backend, "backend");
    }

    final Answers answers() {
        return answers;
    }

    /** Starts it, with the page of its one window. */
    final Window start() throws InterruptedException {
        app().events().register(Step.TYPE);
        app().events().register(Said.TYPE);
        app().events().register(Numbered.TICK);
        app().events().register(Numbered.NOTE);
        app().events().on(WindowMessage.TYPE, message -> {
            if (message.event().payload() instanceof Said heard) {
                of(message.window()).add(heard);
            }
        });
        app().start();
        return shown(app().window("main").orElseThrow());
    }

    /** Opens another window with its page, and what else that may do. */
    final Window open(String name, Capabilities... more) throws InterruptedException {
        return shown(app().open(name, window -> {
            options(window);
            window.allow(more);
        }));
    }

    private Window shown(Window window) throws InterruptedException {
        show(app(), window);
        assertThat(next(window.name())).isEqualTo(new Said("loaded", 1));
        return window;
    }

    static PageSession session(Window window) {
        return window.session().orElseThrow();
    }

    private BlockingQueue<Said> of(String window) {
        return said.computeIfAbsent(window, name -> new LinkedBlockingQueue<>());
    }

    /** What the page of a window says next. */
    final Said next(String window) throws InterruptedException {
        Said next = of(window).poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(next)
                .as(() -> "said by the page of " + window + ", whose session is "
                        + app().window(window).flatMap(Window::session).map(PageSession::account))
                .isNotNull();
        return next;
    }

    static void tell(Window window, String step, @Nullable Object argument) {
        assertThat(window.emit(Step.TYPE, new Step(step, argument)).isAccepted())
                .isTrue();
    }

    final @Nullable Object result(Window window, String step, @Nullable Object argument) throws InterruptedException {
        tell(window, step, argument);
        Said answer = next(window.name());
        assertThat(answer.step()).isEqualTo(step);
        return answer.result();
    }

    final @Nullable Object call(Window window, String... nameAndArguments) throws InterruptedException {
        return result(window, "call", nameAndArguments);
    }

    final void publishTicks(int count) {
        for (int number = 1; number <= count; number++) {
            app().events().publish(Numbered.TICK, new Numbered(number));
        }
    }

    /** The names of the runtime's threads that were not there before. */
    final Stream<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.isAlive())
                .map(Thread::getName)
                .filter(name -> name.startsWith("gyre-"));
    }

    final void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline)
                    .as(() -> app() + ", " + threads().collect(Collectors.joining(", ")))
                    .isNegative();
            Thread.onSpinWait();
        }
    }

    static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
}
