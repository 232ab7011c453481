package dev.gyre.window;

import dev.gyre.assets.AssetChanges;
import dev.gyre.assets.AssetRequest;
import dev.gyre.assets.AssetServer;
import dev.gyre.assets.spi.PageOwner;
import dev.gyre.event.EventBus;
import dev.gyre.event.EventType;
import dev.gyre.event.PublishException;
import dev.gyre.event.PublishResult;
import dev.gyre.event.Verdict;
import dev.gyre.ipc.Capabilities;
import dev.gyre.ipc.Ipc;
import dev.gyre.ipc.PageState;
import dev.gyre.ipc.Target;
import dev.gyre.ipc.WindowMessage;
import dev.gyre.window.spi.Backend;
import dev.gyre.window.spi.Screen;
import dev.gyre.window.spi.WindowTrait;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A desktop application whose user interface is web pages.
 *
 * <pre>{@code
 * Application.create(app -> app
 *         .assets(AssetSource.classpath("web"))
 *         .service(new Clock())
 *         .window("main", window -> window.title("Clock").allow(calls("Clock.*"), hears("clock.*"))))
 *     .run();
 * }</pre>
 *
 * <p>Safe to use from any thread. {@link #start}, {@link #run}, {@link #awaitClose} and {@link #close()} wait; nothing else
 * does.
 */
public final class Application implements AutoCloseable {

    private enum State {
        NEW,
        STARTED,
        CLOSED
    }

    private static final System.Logger LOG = System.getLogger(Application.class.getName());

    private final ApplicationOptions options;
    private final Backend backend;
    private final EventBus bus;
    private final Ipc ipc;
    private final StartTrace trace = new StartTrace();
    private final Services services;

    /** Down once nothing is being started: who closes waits for that. */
    private final CountDownLatch startEnded = new CountDownLatch(1);

    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final OpenWindows windows;
    private final ApplicationClose close = new ApplicationClose(this);

    /** Set while starting, if the backend has assets. */
    private volatile @Nullable AssetServer server;

    private Application(ApplicationOptions options) {
        this.options = options;
        this.backend = options.backend();
        this.services = new Services(options.services(), trace, Services.STOP_TIME);
        this.bus = EventBus.create(options.events());
        this.ipc = createIpc();
        this.windows = new OpenWindows(this, backend);
        bus.register(ApplicationEvent.TYPE);
        bus.register(WindowEvent.TYPE);
        bus.register(WindowChanged.TYPE);
        bus.register(PageEvent.TYPE);
        bus.register(ScreensChanged.TYPE);
        bus.register(AssetRequest.TYPE);
        bus.register(AssetChanges.TYPE);
        // A hook runs on the thread that publishes, so that windows tell of their pages in the order it came about.
        bus.hook(PageState.TYPE, this::pageChanged);
    }

    private Ipc createIpc() {
        try {
            return Ipc.create(bus, each -> {
                each.bind(new OwnWindow(this), OwnWindow::explain).javaOnly(PageEvent.TYPE.name());
                options.bindings().forEach(each::bind);
                options.ipc().accept(each);
            });
        } catch (RuntimeException wrong) {
            bus.close();
            throw wrong;
        }
    }

    /**
     * An application, not started. Its bus runs already, so that handlers can be registered before the first event.
     *
     * @param configure sets the options
     * @return the application
     * @throws IllegalArgumentException if an option, a binding, a window's name or what a service needs is wrong; nothing is
     *     left running
     */
    public static Application create(Consumer<ApplicationOptions> configure) {
        ApplicationOptions options = new ApplicationOptions();
        configure.accept(options);
        return new Application(options);
    }

    /**
     * Starts services, each as soon as those it needs run, then the server beside the backend, and the windows. From then on
     * a process that is told to end, by Ctrl-C or {@link System#exit}, closes the application first, and waits for it at
     * most 10 s.
     *
     * @return this
     * @throws ApplicationException if a part refuses to start; what was started is stopped again
     * @throws IllegalStateException if it was started or closed before
     */
    public Application start() {
        if (!state.compareAndSet(State.NEW, State.STARTED)) {
            throw new IllegalStateException("application is " + (isClosed() ? "closed" : "started") + " already");
        }
        try {
            close.onExit();
            trace.begin();
            startParts();
        } catch (Throwable failed) { // an Error too: a library that is missing shows as one
            startEnded.countDown();
            close();
            Throwable refused = OpenWindows.reason(failed);
            throw refused instanceof ApplicationException known
                    ? known
                    : new ApplicationException("the " + backend.name() + " application did not start", refused);
        }
        startEnded.countDown();
        tell(ApplicationEvent.STARTED);
        if (!options.windows().isEmpty() && windows.all().isEmpty()) {
            lastWindowClosed(); // while it started, which it did nevertheless
        }
        return this;
    }

    /** Tells it, whatever hooks think of it; the bus reports those that fail. */
    void tell(ApplicationEvent event) {
        try {
            bus.tryPublish(ApplicationEvent.TYPE, event);
        } catch (PublishException hookFailed) {
            LOG.log(System.Logger.Level.DEBUG, "not told: " + event, hookFailed);
        }
    }

    private void startParts() throws Exception {
        services.start(this);
        CompletableFuture<@Nullable Void> serving = serve();
        try {
            startPart(backend.name(), () -> backend.start(windows));
        } finally {
            serving.exceptionally(refused -> null).join(); // nothing is being started when the application closes
        }
        serving.join();
        for (Map.Entry<String, WindowOptions> window : options.windows().entrySet()) {
            startPart("window " + window.getKey(), () -> open(window.getKey(), window.getValue()));
        }
    }

    /** Starts the server beside the backend: they take longest of all, and neither needs the other. */
    private CompletableFuture<@Nullable Void> serve() {
        if (!backend.usesLoopback() && backend.directHost().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<@Nullable Void> serving = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        startPart("server", () -> server = Loopback.start(options, bus, ipc));
                        serving.complete(null);
                    } catch (Exception | Error refused) {
                        serving.completeExceptionally(refused);
                    }
                },
                "gyre-server-start");
        thread.start();
        return serving;
    }

    private void startPart(String name, StartTrace.Part part) throws Exception {
        if (isClosed()) {
            throw new ApplicationException("the application was closed while it started");
        }
        trace.run(name, part);
    }

    /**
     * What the start did, and how long each part took.
     *
     * @return the trace, which can be printed
     */
    public StartTrace startTrace() {
        return trace;
    }

    /**
     * Starts, and returns when the application was closed: by {@link #close()}, with its last window, or by Ctrl-C.
     *
     * @throws ApplicationException if a part refuses to start
     */
    public void run() {
        start();
        awaitClose();
    }

    /**
     * Returns when the application was closed: by {@link #close()}, with its last window, or by Ctrl-C. For a main thread
     * that has something to do between the start and this; interrupting it closes the application.
     */
    public void awaitClose() {
        close.await();
    }

    /**
     * The bus of the application.
     *
     * @return the bus, closed with the application
     */
    public EventBus events() {
        return bus;
    }

    /**
     * Sends an event to some pages alone, in order with what the same thread publishes on the lane of its type. Never waits.
     *
     * @param type the type
     * @param payload the payload
     * @param target whom it is for
     * @param <T> the payload's class
     * @return whether the lane took it
     */
    public <T> PublishResult emit(EventType<T> type, T payload, Target target) {
        return ipc.emit(type, payload, target);
    }

    /**
     * What pages emit, as they emit it.
     *
     * @return a stream of the lane of window messages
     */
    public Flux<WindowMessage> windowMessages() {
        return bus.stream(WindowMessage.TYPE);
    }

    /**
     * What happens to windows.
     *
     * @return a stream of the lane of window messages
     */
    public Flux<WindowEvent> windowEvents() {
        return bus.stream(WindowEvent.TYPE);
    }

    /**
     * Requests of web views that were answered.
     *
     * @return a stream of the lane of web-view requests; empty where the backend has no assets
     */
    public Flux<AssetRequest> webviewRequests() {
        return bus.stream(AssetRequest.TYPE);
    }

    /**
     * Opens a window.
     *
     * @param name its name
     * @param configure sets its options
     * @return the window; its page may not be there yet
     * @throws IllegalArgumentException if a window of that name is open
     * @throws IllegalStateException if the application is not running
     */
    public Window open(String name, Consumer<WindowOptions> configure) {
        if (state.get() != State.STARTED) {
            throw new IllegalStateException("window \"" + name + "\": the application is not running");
        }
        WindowOptions window = new WindowOptions(name);
        configure.accept(window);
        return open(name, window);
    }

    private Window open(String name, WindowOptions window) {
        Capabilities always = window.capabilities().and(OwnWindow.CAPABILITIES);
        Capabilities granted = options.isDevMode() ? always.and(DevMode.CAPABILITIES) : always;
        return windows.open(window, ipc.open(name, granted, backend.form()));
    }

    /**
     * An open window.
     *
     * @param name its name
     * @return the window, if it is open
     */
    public Optional<Window> window(String name) {
        return windows.find(name);
    }

    /**
     * The windows that are open.
     *
     * @return a snapshot
     */
    public List<Window> windows() {
        return windows.all();
    }

    /**
     * The open windows of a group.
     *
     * @param group the group's name, see {@link Window#join}
     * @return a snapshot
     */
    public List<Window> windows(String group) {
        return windows.all().stream().filter(window -> window.isIn(group)).toList();
    }

    /**
     * Changes how several windows look and stand, all alike, see {@link #change(Map)}.
     *
     * @param those the windows
     * @param wishes the traits, in order
     * @return the windows, each as soon as it has changed
     */
    public Flux<Window> change(Collection<Window> those, WindowTrait... wishes) {
        Map<Window, List<WindowTrait>> each = new LinkedHashMap<>();
        those.forEach(window -> each.put(window, List.of(wishes)));
        return change(each);
    }

    /**
     * Changes how several windows look and stand: begins at once, all in one go, which costs one turn of the UI thread however
     * many they are, and never waits. One that fails or is stuck keeps no other from being changed, nor from coming out.
     *
     * @param wishes the traits of each window, in order
     * @return the windows, subscribed to or not, each as soon as it has changed, on a thread that may block; completes when all
     *     have, and fails with a {@link ChangeException} once the others have if some have not: for the reasons, and in the
     *     time, of {@link Window#change}
     */
    public Flux<Window> change(Map<Window, List<WindowTrait>> wishes) {
        return windows.change(wishes);
    }

    /**
     * The screens of this machine; {@link ScreensChanged} tells when they change.
     *
     * @return a snapshot, as the backend has told it last; empty before the start, and where it has no screens of its own, as in
     *     a browser
     */
    public List<Screen> screens() {
        return windows.screens();
    }

    /**
     * Where the pages' assets are.
     *
     * @return the origin, such as {@code http://127.0.0.1:41234}
     * @throws IllegalStateException if the application is not running, or its backend has no assets
     */
    public String origin() {
        return requireServer("origin").origin();
    }

    AssetServer requireServer(String what) {
        AssetServer running = server;
        if (running == null) {
            throw new IllegalStateException(what
                    + ": none (expected: a running application whose backend has assets, not " + backend.name() + ")");
        }
        return running;
    }

    /**
     * Whether it was closed.
     *
     * @return true once {@link #close()} was called
     */
    public boolean isClosed() {
        return state.get() == State.CLOSED;
    }

    /**
     * Starts to close: windows, services in reverse, server, backend, bus. Idempotent, callable from anywhere, never
     * blocks.
     *
     * @param deadline how long running responses and accepted events may take; as long as it likes, and none if negative
     * @return completes when nothing is left running
     */
    public Mono<Void> close(Duration deadline) {
        Objects.requireNonNull(deadline, "deadline");
        if (state.getAndSet(State.CLOSED) == State.NEW) {
            startEnded.countDown();
        }
        return close.start(deadline);
    }

    /** Closes with a deadline of 5 s and waits for it, except on a thread that must not block. */
    @Override
    public void close() {
        close(ApplicationClose.DEADLINE);
        close.awaitUnlessNonBlocking();
    }

    Backend backend() {
        return backend;
    }

    Ipc ipc() {
        return ipc;
    }

    OpenWindows openWindows() {
        return windows;
    }

    @Nullable
    AssetServer server() {
        return server;
    }

    /** Has a start that is under way end, and waits for that; whether it did. */
    boolean endStart(Duration patience) throws InterruptedException {
        services.giveUp();
        return startEnded.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    Services services() {
        return services;
    }

    /** Closes the application, if it is to end with its windows. One that starts may open another, and looks itself. */
    void lastWindowClosed() {
        if (startEnded.getCount() == 0 && !isClosed() && !options.isStayingOpen()) {
            close(ApplicationClose.DEADLINE);
        }
    }

    boolean isDevMode() {
        return options.isDevMode();
    }

    private Verdict pageChanged(PageState change) {
        AssetServer serving = server;
        if (serving != null && change.change() == PageState.Change.ENDED) {
            serving.endPage(new PageOwner(change.window(), change.session()));
        }
        windows.tell(change);
        return Verdict.PASS;
    }

    @Override
    public String toString() {
        return backend.name() + " application with windows " + windows;
    }
}
