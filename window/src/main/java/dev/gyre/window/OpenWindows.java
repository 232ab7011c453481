package dev.gyre.window;

import dev.gyre.assets.spi.DirectRequest;
import dev.gyre.assets.spi.DirectResponse;
import dev.gyre.event.EventBus;
import dev.gyre.event.IdSource;
import dev.gyre.ipc.PageState;
import dev.gyre.ipc.PageWindow;
import dev.gyre.ipc.spi.PageLink;
import dev.gyre.ipc.spi.Transport;
import dev.gyre.window.spi.Backend;
import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.BackendWindow;
import dev.gyre.window.spi.PageNews;
import dev.gyre.window.spi.Screen;
import dev.gyre.window.spi.WindowChange;
import dev.gyre.window.spi.WindowTrait;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The windows that an application has open, between those who use them and the backend that shows them. */
final class OpenWindows implements BackendHost {

    private static final System.Logger LOG = System.getLogger(Application.class.getName());

    /** How long a backend may take over a window before the application is told that it has not done it. */
    private static final long BACKEND_SECONDS = 5;

    /** How much a backend may be asked for before it has answered any of it. */
    private static final int MOST_UNDER_WAY = 10_000;

    private final Application application;
    private final Backend backend;
    private final EventBus bus;
    private final IdSource ids = IdSource.create();
    private final ConcurrentMap<String, Window> windows = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();

    /** For what is of no window. */
    private final WindowDesk desk;

    /** All whose thread may be about, those of closed windows too. */
    private final Set<WindowDesk> desks = ConcurrentHashMap.newKeySet();

    /** As the backend has told them last. */
    private volatile List<Screen> screens = List.of();

    OpenWindows(Application application, Backend backend) {
        this.application = application;
        this.backend = backend;
        this.bus = application.events();
        this.desk = newDesk("gyre-screens");
    }

    private WindowDesk newDesk(String threadName) {
        WindowDesk made = new WindowDesk(bus, threadName);
        desks.removeIf(WindowDesk::isOver);
        desks.add(made);
        return made;
    }

    Application application() {
        return application;
    }

    Window open(WindowOptions options, PageWindow pages) {
        long id = ids.next();
        Window opened = new Window(this, newDesk("gyre-window-" + id), id, options, pages);
        windows.put(opened.name(), opened);
        try {
            publish(opened, WindowEvent.Change.CREATED);
            if (application.isClosed()) { // since it was asked to open one: who closes may have missed it
                throw new IllegalStateException(opened + ": the application is closed");
            }
            backend.open(opened.view());
        } catch (RuntimeException | Error refused) {
            opened.close();
            throw refused;
        }
        if (opened.isClosed()) { // by somebody else, while the backend did not know it yet
            backend.close(opened.view());
        }
        return opened;
    }

    Optional<Window> find(String name) {
        return Optional.ofNullable(windows.get(name));
    }

    private Optional<Window> find(BackendWindow view) {
        return find(view.name()).filter(window -> window.id() == view.id());
    }

    List<Window> all() {
        return List.copyOf(windows.values());
    }

    /** Changes one window. */
    Mono<Void> change(Window window, List<WindowTrait> traits) {
        WindowChange change = asked(window, traits);
        begin(List.of(change));
        return settled(change.outcome()).publishOn(Schedulers.boundedElastic());
    }

    /** Changes several windows in one go; each comes out as soon as it has changed. */
    Flux<Window> change(Map<Window, List<WindowTrait>> wishes) {
        Map<Window, WindowChange> changes = new LinkedHashMap<>();
        wishes.forEach((window, traits) -> changes.put(window, asked(window, traits)));
        begin(changes.values());
        return Flux.fromIterable(changes.entrySet())
                .flatMap(
                        each -> settled(each.getValue().outcome())
                                .thenReturn(each.getKey())
                                .onErrorComplete(),
                        Math.max(1, changes.size()))
                .concatWith(Mono.defer(() -> failures(changes)))
                .publishOn(Schedulers.boundedElastic());
    }

    /** What came of it. A failure that nobody waits for any more, for its page is gone, is not one that Reactor has to drop. */
    private static <T extends @Nullable Object> Mono<T> settled(CompletableFuture<T> outcome) {
        CompletableFuture<Mono<T>> either = outcome.handle(
                (value, failure) -> failure == null ? Mono.justOrEmpty(value) : Mono.error(reason(failure)));
        return Mono.fromFuture(either, true).flatMap(same -> same);
    }

    /** Why a future failed, without what futures wrap around it. */
    static Throwable reason(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    private static Mono<Window> failures(Map<Window, WindowChange> over) {
        Map<Window, Throwable> failures = new LinkedHashMap<>();
        over.forEach((window, change) -> {
            Throwable failure = change.outcome()
                    .<@Nullable Throwable>handle((done, error) -> error)
                    .join();
            if (failure != null) {
                failures.put(window, failure);
            }
        });
        return failures.isEmpty() ? Mono.empty() : Mono.error(new ChangeException(over.size(), failures));
    }

    /** A change that has failed already if it cannot be, and fails if it does not come about in time. */
    private WindowChange asked(Window window, List<WindowTrait> traits) {
        WindowChange change = new WindowChange(window.view(), traits);
        change.attempt(() -> requirePossible(window, traits));
        admit(change.outcome());
        return change;
    }

    /** Refuses what is too much at once, and gives up what is not answered in time. */
    private void admit(CompletableFuture<?> outcome) {
        CompletableFuture<?> unused = outcome.whenComplete((answer, failure) -> underWay.decrementAndGet());
        if (underWay.incrementAndGet() > MOST_UNDER_WAY) {
            outcome.completeExceptionally(new RejectedExecutionException("asked of windows and not answered: "
                    + MOST_UNDER_WAY + " (expected: fewer, before more is asked)"));
        }
        outcome.orTimeout(BACKEND_SECONDS, TimeUnit.SECONDS);
    }

    private void begin(Collection<WindowChange> asked) {
        List<WindowChange> possible =
                asked.stream().filter(change -> !change.outcome().isDone()).toList();
        if (possible.isEmpty()) {
            return;
        }
        try {
            backend.change(possible);
        } catch (RuntimeException | Error refused) {
            possible.forEach(change -> change.outcome().completeExceptionally(refused));
        }
    }

    private void requirePossible(Window window, List<WindowTrait> traits) {
        if (window.isClosed()) {
            throw new IllegalStateException(window + " is closed");
        }
        for (WindowTrait trait : traits) {
            if (!backend.traits().contains(trait.getClass())) {
                throw unsupported(trait);
            }
        }
    }

    /** Has the backend do something else with a window, in time. */
    <T extends @Nullable Object> Mono<T> ask(
            Window window, BiFunction<Backend, BackendWindow, CompletionStage<T>> what) {
        if (window.isClosed()) {
            return Mono.error(new IllegalStateException(window + " is closed"));
        }
        CompletableFuture<T> outcome = new CompletableFuture<>();
        admit(outcome);
        if (!outcome.isDone()) {
            begin(outcome, () -> what.apply(backend, window.view()));
        }
        return settled(outcome).publishOn(Schedulers.boundedElastic());
    }

    private static <T extends @Nullable Object> void begin(
            CompletableFuture<T> outcome, Supplier<CompletionStage<T>> asked) {
        try {
            asked.get().whenComplete((answer, failure) -> {
                if (failure == null) {
                    outcome.complete(answer);
                } else {
                    outcome.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException | Error refused) {
            outcome.completeExceptionally(refused);
        }
    }

    Mono<Void> openDevTools(Window window) {
        return application.isDevMode()
                ? ask(window, Backend::openDevTools)
                : Mono.error(
                        new UnsupportedOperationException("dev tools: of " + application + " (expected: devMode())"));
    }

    List<Screen> screens() {
        return screens;
    }

    private UnsupportedOperationException unsupported(WindowTrait trait) {
        List<String> possible =
                backend.traits().stream().map(Class::getSimpleName).sorted().toList();
        return new UnsupportedOperationException(
                "trait: " + trait + " (expected: one of " + possible + ", which " + backend.name() + " can change)");
    }

    CompletableFuture<Boolean> mayClose(Window window, Duration deadline) {
        return window.desk().mayClose(event(window, WindowEvent.Change.CLOSING), deadline);
    }

    /** A window was closed. */
    void closed(Window window) {
        windows.remove(window.name(), window);
        backend.close(window.view());
        publish(window, WindowEvent.Change.CLOSED);
        window.desk().end();
        if (windows.isEmpty()) {
            application.lastWindowClosed();
        }
    }

    void tell(PageState change) {
        Window window = windows.get(change.window());
        if (window != null && !window.isClosed()) {
            switch (change.change()) {
                case OPENED -> window.desk().tell(WindowEvent.TYPE, event(window, WindowEvent.Change.READY));
                case ENDED -> window.desk().tell(WindowEvent.TYPE, event(window, WindowEvent.Change.PAGE_ENDED));
                default -> {
                    // A page that comes and goes within its grace is the same page.
                }
            }
        }
    }

    /** Publishes on this thread, so that who opens or closes a window knows that it was told. */
    private static void publish(Window window, WindowEvent.Change change) {
        window.desk().publish(WindowEvent.TYPE, event(window, change));
    }

    private static WindowEvent event(Window window, WindowEvent.Change change) {
        return new WindowEvent(window.name(), window.id(), change);
    }

    /** Nobody hears of them any more. */
    void close() {
        desks.forEach(WindowDesk::close);
    }

    @Override
    public Mono<DirectResponse> answer(DirectRequest request) {
        return Mono.defer(() -> application.requireServer("answer").answer(request));
    }

    @Override
    public PageLink connect(Transport transport) {
        return application.ipc().connect(transport);
    }

    @Override
    public void closed(BackendWindow view) {
        find(view).ifPresent(window -> window.desk().execute(window::close));
    }

    @Override
    public void failed(BackendWindow view, Throwable why) {
        find(view)
                .ifPresent(window -> window.desk().execute(() -> {
                    LOG.log(System.Logger.Level.WARNING, window + " could not be shown, and is closed", why);
                    window.close();
                }));
    }

    @Override
    public void closeRequested(BackendWindow view) {
        find(view).ifPresent(Window::askToClose);
    }

    @Override
    public void changed(BackendWindow view, WindowTrait now) {
        find(view).ifPresent(window -> changed(window, now));
    }

    /** A window's backend or its page has told it. */
    void changed(Window window, WindowTrait now) {
        if (window.changed(now)) {
            window.desk().tell(new WindowChanged(window.name(), window.id(), now));
        }
    }

    @Override
    public void happened(BackendWindow view, PageNews news) {
        find(view).ifPresent(window -> {
            if (news instanceof PageNews.ConsoleLine line) {
                window.console().admit(line);
            } else {
                window.desk().tell(() -> {
                    window.refusals().log(news);
                    window.desk().publish(PageEvent.TYPE, pageEvent(window, news));
                });
            }
        });
    }

    /** A line of a page's console, of which there are not too many. */
    static void told(Window window, PageNews.ConsoleLine line) {
        window.desk().tell(() -> {
            Console.log(window.name(), line);
            window.desk().publish(PageEvent.TYPE, pageEvent(window, line));
        });
    }

    private static PageEvent pageEvent(Window window, PageNews news) {
        return new PageEvent(window.name(), window.id(), news);
    }

    @Override
    public void screens(List<Screen> now) {
        List<Screen> before = screens;
        screens = List.copyOf(now);
        if (!before.equals(screens)) {
            desk.tell(ScreensChanged.TYPE, new ScreensChanged(screens));
        }
    }

    @Override
    public String toString() {
        return windows.keySet().toString();
    }
}
