package dev.gyre.window;

import dev.gyre.assets.AssetChanges;
import dev.gyre.assets.AssetRequest;
import dev.gyre.assets.AssetServer;
import dev.gyre.assets.spi.PageOwner;
import dev.gyre.event.EventBus;
import dev.gyre.event.EventType;
import dev.gyre.event.IdSource;
import dev.gyre.event.PublishResult;
import dev.gyre.event.Verdict;
import dev.gyre.ipc.Capabilities;
import dev.gyre.ipc.Ipc;
import dev.gyre.ipc.PageState;
import dev.gyre.ipc.Target;
import dev.gyre.ipc.WindowMessage;
import dev.gyre.ipc.spi.PageLink;
import dev.gyre.ipc.spi.Transport;
import dev.gyre.window.spi.Backend;
import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.BackendWindow;
import dev.gyre.window.spi.PageNews;
import dev.gyre.window.spi.Screen;
import dev.gyre.window.spi.WindowTrait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
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

    /** How long a backend may take over a window before the application is told that it has not done it. */
    private static final long BACKEND_SECONDS = 5;

    private final ApplicationOptions options;
    private final Backend backend;
    private final EventBus bus;
    private final Ipc ipc;
    private final IdSource ids = IdSource.create();
    private final ConcurrentMap<String, Window> windows = new ConcurrentHashMap<>();
    private final StartTrace trace = new StartTrace();
    private final Services services;

    /** Down once nothing is being started: who closes waits for that. */
    private final CountDownLatch startEnded = new CountDownLatch(1);

    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final WindowDesk desk;
    private final ApplicationClose close = new ApplicationClose(this);

    /** Set while starting, if the backend uses loopback. */
    private volatile @Nullable AssetServer server;

    /** As the backend has told them last. */
    private volatile List<Screen> screens = List.of();

    private Application(ApplicationOptions options) {
        this.options = options;
        this.backend = options.backend();
        this.services = new Services(options.services(), trace, Services.STOP_TIME);
        this.bus = EventBus.create(options.events());
        this.ipc = createIpc();
        this.desk = new WindowDesk(bus);
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
     * Starts services, each as soon as those it needs run, then the server, the backend and the windows. From then on a process
     * that is told to end, by Ctrl-C or {@link System#exit}, closes the application first, and waits for it at most 10 s.
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
        } catch (Exception refused) {
            startEnded.countDown();
            close();
            throw refused instanceof ApplicationException known
                    ? known
                    : new ApplicationException("the " + backend.name() + " application did not start", refused);
        }
        startEnded.countDown();
        bus.tryPublish(ApplicationEvent.TYPE, ApplicationEvent.STARTED);
        return this;
    }

    private void startParts() throws Exception {
        services.start(this);
        if (backend.usesLoopback()) {
            startPart("server", () -> server = Loopback.start(options, bus, ipc));
        }
        startPart(backend.name(), () -> backend.start(new Host()));
        for (Map.Entry<String, WindowOptions> window : options.windows().entrySet()) {
            startPart("window " + window.getKey(), () -> open(window.getKey(), window.getValue()));
        }
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
     * @return a stream of the lane of web-view requests; empty where the backend opens no port
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
        Window opened = new Window(this, ids.next(), window, ipc.open(name, granted, backend.form()));
        windows.put(name, opened);
        tell(opened, WindowEvent.Change.CREATED);
        backend.open(opened.view());
        return opened;
    }

    /**
     * An open window.
     *
     * @param name its name
     * @return the window, if it is open
     */
    public Optional<Window> window(String name) {
        return Optional.ofNullable(windows.get(name));
    }

    /**
     * The windows that are open.
     *
     * @return a snapshot
     */
    public List<Window> windows() {
        return List.copyOf(windows.values());
    }

    /**
     * The screens of this machine; {@link ScreensChanged} tells when they change.
     *
     * @return a snapshot, as the backend has told it last; empty before the start, and where it has no screens of its own, as in
     *     a browser
     */
    public List<Screen> screens() {
        return screens;
    }

    /**
     * Where the pages' assets are.
     *
     * @return the origin, such as {@code http://127.0.0.1:41234}
     * @throws IllegalStateException if the application is not running, or its backend opens no port
     */
    public String origin() {
        return requireServer("origin").origin();
    }

    AssetServer requireServer(String what) {
        AssetServer running = server;
        if (running == null) {
            throw new IllegalStateException(
                    what + ": none (expected: a running application whose backend uses loopback, not " + backend.name()
                            + ")");
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
     * @param deadline how long running responses and accepted events may take
     * @return completes when nothing is left running
     */
    public Mono<Void> close(Duration deadline) {
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

    WindowDesk desk() {
        return desk;
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

    /** Called by a window. */
    Mono<Void> change(Window window, List<WindowTrait> traits) {
        for (WindowTrait trait : traits) {
            if (!backend.traits().contains(trait.getClass())) {
                return Mono.error(unsupported(trait));
            }
        }
        return ask(window, view -> backend.change(view, traits));
    }

    /** Called by a window. */
    Mono<Void> openDevTools(Window window) {
        return options.isDevMode()
                ? ask(window, backend::openDevTools)
                : Mono.error(new UnsupportedOperationException("dev tools: of " + this + " (expected: devMode())"));
    }

    /** Has the backend do something with a window, in time. */
    <T extends @Nullable Object> Mono<T> ask(Window window, Function<BackendWindow, CompletionStage<T>> what) {
        if (window.isClosed()) {
            return Mono.error(new IllegalStateException(window + " is closed"));
        }
        CompletableFuture<T> outcome = what.apply(window.view())
                .<T>thenApply(done -> done) // a stage of our own, for only that may be timed out
                .toCompletableFuture();
        outcome.orTimeout(BACKEND_SECONDS, TimeUnit.SECONDS);
        return Mono.fromFuture(outcome, true);
    }

    private UnsupportedOperationException unsupported(WindowTrait trait) {
        List<String> possible =
                backend.traits().stream().map(Class::getSimpleName).sorted().toList();
        return new UnsupportedOperationException(
                "trait: " + trait + " (expected: one of " + possible + ", which " + backend.name() + " can change)");
    }

    /** Called by a window. */
    CompletableFuture<Boolean> mayClose(Window window, Duration deadline) {
        return desk.mayClose(event(window, WindowEvent.Change.CLOSING), deadline);
    }

    /** Called by a window that was closed. */
    void closed(Window window) {
        windows.remove(window.name(), window);
        backend.close(window.view());
        tell(window, WindowEvent.Change.CLOSED);
        if (windows.isEmpty() && !isClosed() && !options.isStayingOpen()) {
            close(ApplicationClose.DEADLINE);
        }
    }

    /** Called for a window by its backend or its page. */
    void changed(Window window, WindowTrait now) {
        if (window.changed(now)) {
            desk.tell(window, now);
        }
    }

    private void happened(Window window, PageNews news) {
        PageNews admitted =
                news instanceof PageNews.ConsoleLine line ? window.console().admit(line) : news;
        if (admitted != null) {
            desk.tell(PageEvent.TYPE, new PageEvent(window.name(), window.id(), admitted));
        }
    }

    private Verdict pageChanged(PageState change) {
        AssetServer serving = server;
        if (serving != null && change.change() == PageState.Change.ENDED) {
            serving.endPage(new PageOwner(change.window(), change.session()));
        }
        Window window = windows.get(change.window());
        if (window != null && !window.isClosed()) {
            switch (change.change()) {
                case OPENED -> tell(window, WindowEvent.Change.READY);
                case ENDED -> tell(window, WindowEvent.Change.PAGE_ENDED);
                default -> {
                    // A page that comes and goes within its grace is the same page.
                }
            }
        }
        return Verdict.PASS;
    }

    private void tell(Window window, WindowEvent.Change change) {
        bus.tryPublish(WindowEvent.TYPE, event(window, change));
    }

    private static WindowEvent event(Window window, WindowEvent.Change change) {
        return new WindowEvent(window.name(), window.id(), change);
    }

    @Override
    public String toString() {
        return backend.name() + " application with windows " + windows.keySet();
    }

    /** The application as its backend sees it. */
    private final class Host implements BackendHost {

        @Override
        public PageLink connect(Transport transport) {
            return ipc.connect(transport);
        }

        @Override
        public void closed(BackendWindow view) {
            find(view).ifPresent(window -> desk.execute(window::close));
        }

        @Override
        public void closeRequested(BackendWindow view) {
            find(view).ifPresent(Window::askToClose);
        }

        @Override
        public void changed(BackendWindow view, WindowTrait now) {
            find(view).ifPresent(window -> Application.this.changed(window, now));
        }

        @Override
        public void happened(BackendWindow view, PageNews news) {
            find(view).ifPresent(window -> Application.this.happened(window, news));
        }

        @Override
        public void screens(List<Screen> now) {
            List<Screen> before = screens;
            screens = List.copyOf(now);
            if (!before.equals(screens)) {
                desk.tell(ScreensChanged.TYPE, new ScreensChanged(screens));
            }
        }

        private Optional<Window> find(BackendWindow view) {
            return window(view.name()).filter(window -> window.id() == view.id());
        }
    }
}
