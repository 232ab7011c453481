package dev.gyre.window.kit;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.emits;
import static dev.gyre.ipc.Capabilities.hears;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.assets.AssetSource;
import dev.gyre.assets.RouteResponse;
import dev.gyre.ipc.Capabilities;
import dev.gyre.ipc.PageSession;
import dev.gyre.ipc.WindowMessage;
import dev.gyre.window.Application;
import dev.gyre.window.ApplicationOptions;
import dev.gyre.window.PageEvent;
import dev.gyre.window.Window;
import dev.gyre.window.WindowOptions;
import dev.gyre.window.spi.Backend;
import dev.gyre.window.spi.PageNews;
import dev.gyre.window.spi.WindowTrait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import reactor.core.publisher.Mono;

/**
 * An application on a backend for one test, and the pages in its windows, which do what they are told: {@code page.js} has the
 * steps.
 */
public abstract class KitApplication {

    /** Longer than any machine should need; reached only by a failure. */
    protected static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Consumer<ApplicationOptions>> more = new ArrayList<>();
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

    /**
     * Asks a window to close in the way its user does, by what the system shows of it. Asked for only where windows are shown,
     * so a backend that shows none leaves it as it is.
     *
     * @param window the window
     */
    protected void clickClose(Window window) {
        throw new UnsupportedOperationException("window: " + window + " (expected: one that is shown)");
    }

    /**
     * Whether the backend hears from the window system that a trait has come about. One that does not must still do it and tell
     * how the window stands as far as it knows.
     *
     * @param trait a trait that the backend can change
     * @return true, unless a backend says otherwise
     */
    protected boolean hearsOf(WindowTrait trait) {
        return true;
    }

    /** Looks which threads were there before. */
    @BeforeEach
    public final void look() {
        before = Thread.getAllStackTraces().keySet();
    }

    /** Ends the application. */
    @AfterEach
    public final void close() {
        Application made = app;
        if (made != null) {
            made.close();
        }
    }

    /** What the application is given beside what all have. Before it is asked for. */
    final void with(Consumer<ApplicationOptions> options) {
        assertThat(app).isNull();
        more.add(options);
    }

    /**
     * The application of the test.
     *
     * @return the application, not started before {@link #start()}
     */
    protected final Application app() {
        Application made = app;
        if (made == null) {
            made = Application.create(this::configure);
            app = made;
        }
        return made;
    }

    private void configure(ApplicationOptions options) {
        Backend made = backend();
        backend = made;
        options.backend(made)
                .assets(AssetSource.classpath("dev/gyre/window/kit/web"))
                .server(server -> server.contentSecurityPolicy(policy -> policy.allow("frame-src", "http:")))
                .service(answers)
                .route("/api/hello", request -> Mono.just(RouteResponse.text("Hello")))
                .window("main", KitApplication::options);
        more.forEach(each -> each.accept(options));
    }

    /**
     * What every window of the kit is opened with.
     *
     * @param window its options
     */
    protected static void options(WindowOptions window) {
        window.size(640, 480).allow(calls("Answers.*"), hears("kit.*"), emits("kit.*"));
    }

    final Backend backendOfApp() {
        app();
        return Objects.requireNonNull(backend, "backend");
    }

    /** Whether pages are a browser's, which there are none of in memory. */
    final boolean hasWebPages() {
        return backendOfApp().usesLoopback() || shownWindows() > 0;
    }

    /** Whether pages get assets and the answers of routes, over a port or without one. */
    final boolean hasAssets() {
        return backendOfApp().usesLoopback() || backendOfApp().directHost().isPresent();
    }

    /**
     * Has the page of a window begin what has no end of its own, and waits within a bound until Java is at it. Once in a test.
     *
     * @param window the window
     * @param what {@code call}, {@code stream} or {@code upload}
     * @throws InterruptedException never, as long as nobody interrupts the test
     */
    protected final void begin(Window window, String what) throws InterruptedException {
        tell(window, "hang", what);
        await(answers.begun);
    }

    /**
     * Waits within a bound until Java has been told that what was begun is over.
     *
     * @throws InterruptedException never, as long as nobody interrupts the test
     */
    protected final void awaitEnd() throws InterruptedException {
        await(answers.over);
    }

    /**
     * What happens to pages from now on.
     *
     * @return the news, in order
     */
    protected final BlockingQueue<PageNews> hearNews() {
        BlockingQueue<PageNews> news = new LinkedBlockingQueue<>();
        app().events().on(PageEvent.TYPE, event -> news.add(event.news()));
        return news;
    }

    /**
     * Starts it, with the page of its one window.
     *
     * @return the window, whose page is there
     * @throws InterruptedException never, as long as nobody interrupts the test
     */
    protected final Window start() throws InterruptedException {
        app().events().register(Step.TYPE);
        app().events().register(Said.TYPE);
        app().events().register(Numbered.TICK);
        app().events().register(Numbered.NOTE);
        app().events().register(Numbered.FAULTY);
        app().events().on(WindowMessage.TYPE, message -> {
            if (message.event().payload() instanceof Said heard) {
                of(message.window()).add(heard);
            }
        });
        app().start();
        return shown(app().window("main").orElseThrow());
    }

    /**
     * Opens another window with its page.
     *
     * @param name its name
     * @param more what else its page may do
     * @return the window, whose page is there
     * @throws InterruptedException never, as long as nobody interrupts the test
     */
    protected final Window open(String name, Capabilities... more) throws InterruptedException {
        return open(name, window -> window.allow(more));
    }

    /**
     * Opens another window with its page.
     *
     * @param name its name
     * @param more what else it is opened with
     * @return the window, whose page is there
     * @throws InterruptedException never, as long as nobody interrupts the test
     */
    protected final Window open(String name, Consumer<WindowOptions> more) throws InterruptedException {
        return shown(app().open(name, window -> {
            options(window);
            more.accept(window);
        }));
    }

    /** Opens many windows at once, and returns when their pages are there. */
    final List<Window> openTogether(int count) throws InterruptedException {
        List<Window> opened = IntStream.rangeClosed(1, count)
                .mapToObj(number -> app().open("window" + number, KitApplication::options))
                .toList();
        for (Window each : opened) {
            shown(each);
        }
        return opened;
    }

    private Window shown(Window window) throws InterruptedException {
        show(app(), window);
        assertThat(next(window.name())).isEqualTo(new Said("loaded", 1));
        return window;
    }

    /**
     * The session of a window's page.
     *
     * @param window the window
     * @return the session, of a page that is there
     */
    protected static PageSession session(Window window) {
        return window.session().orElseThrow();
    }

    private BlockingQueue<Said> of(String window) {
        return said.computeIfAbsent(window, name -> new LinkedBlockingQueue<>());
    }

    /**
     * What the page of a window says next, waited for within a bound.
     *
     * @param window the window's name
     * @return what it says
     * @throws InterruptedException never, as long as nobody interrupts the test
     */
    protected final Said next(String window) throws InterruptedException {
        Said next = of(window).poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(next)
                .as(() -> "said by the page of " + window + ", whose session is "
                        + app().window(window).flatMap(Window::session).map(PageSession::account))
                .isNotNull();
        return next;
    }

    /**
     * Has the page of a window do a step, and does not wait for it.
     *
     * @param window the window
     * @param step the step
     * @param argument what it is given, as JSON has it
     */
    protected static void tell(Window window, String step, @Nullable Object argument) {
        assertThat(window.emit(Step.TYPE, new Step(step, argument)).isAccepted())
                .isTrue();
    }

    /**
     * Has the page of a window do a step, and waits within a bound for what comes of it.
     *
     * @param window the window
     * @param step the step
     * @param argument what it is given, as JSON has it
     * @return what came of it, as JSON has it; what went wrong as its kind and message, joined by {@code ": "}
     * @throws InterruptedException never, as long as nobody interrupts the test
     */
    protected final @Nullable Object result(Window window, String step, @Nullable Object argument)
            throws InterruptedException {
        tell(window, step, argument);
        Said answer = next(window.name());
        assertThat(answer.step()).isEqualTo(step);
        return answer.result();
    }

    final @Nullable Object call(Window window, String... nameAndArguments) throws InterruptedException {
        return result(window, "call", nameAndArguments);
    }

    /** Has the page of a window do something with its own window, by {@code window.js}. */
    final @Nullable Object own(Window window, String operation, @Nullable Object argument) throws InterruptedException {
        return result(window, "own", new Object[] {operation, argument});
    }

    /** Publishes so many ticks; the longest that a publisher was held up, in nanoseconds. */
    final long publishTicks(int count) {
        long longest = 0;
        for (int number = 1; number <= count; number++) {
            long begun = System.nanoTime();
            app().events().publish(Numbered.TICK, new Numbered(number));
            longest = Math.max(longest, System.nanoTime() - begun);
        }
        return longest;
    }

    /** The names of the runtime's threads that were not there before. */
    final Stream<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.isAlive())
                .map(Thread::getName)
                .filter(name -> name.startsWith("gyre-"));
    }

    /**
     * Waits within a bound.
     *
     * @param condition asked again and again
     */
    protected final void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline)
                    .as(() -> app() + ", " + threads().collect(Collectors.joining(", ")))
                    .isNegative();
            Thread.onSpinWait();
        }
    }

    /** Whether it comes down within a bound, for threads that are not the test's. */
    static boolean isDown(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
}
