package dev.gyre.window;

import dev.gyre.assets.Payload;
import dev.gyre.assets.RouteHandler;
import dev.gyre.event.EventType;
import dev.gyre.event.PublishResult;
import dev.gyre.event.Registration;
import dev.gyre.ipc.PageSession;
import dev.gyre.ipc.PageWindow;
import dev.gyre.window.spi.Backend;
import dev.gyre.window.spi.BackendWindow;
import dev.gyre.window.spi.WindowTrait;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A window of the application: a name, and the page that is shown in it.
 *
 * <p>Safe to use from any thread; nothing here blocks.
 */
public final class Window implements AutoCloseable {

    private final OpenWindows open;
    private final WindowDesk desk;
    private final PageWindow pages;
    private final View view;
    private final ConcurrentMap<Class<?>, WindowTrait> traits = new ConcurrentHashMap<>();
    private final Console console;
    private final Refusals refusals;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    Window(OpenWindows open, WindowDesk desk, long id, WindowOptions options, PageWindow pages) {
        this.open = open;
        this.desk = desk;
        this.pages = pages;
        this.console = new Console(line -> OpenWindows.told(this, line));
        this.refusals = new Refusals(pages.name());
        this.view = new View(id, options, pages, open.application());
        options.traits().stream().filter(WindowTrait.Title.class::isInstance).forEach(this::changed);
    }

    /**
     * The window's id.
     *
     * @return positive, unique in its application
     */
    public long id() {
        return view.id();
    }

    /**
     * The window's name.
     *
     * @return the name, unique among the open windows of its application
     */
    public String name() {
        return pages.name();
    }

    /**
     * Whether this is the window of a name, for filters.
     *
     * @param name a name
     * @return true if it is
     */
    public boolean isNamed(String name) {
        return pages.name().equals(name);
    }

    /**
     * What its frame shows.
     *
     * @return the title
     */
    public String title() {
        return trait(WindowTrait.Title.class).map(WindowTrait.Title::text).orElseThrow();
    }

    /**
     * How it looks or stands now, as the backend has told it last.
     *
     * @param kind the trait's class, such as {@code WindowTrait.Size.class}
     * @param <T> the trait
     * @return the trait; empty if the backend has not told it, or never does
     */
    public <T extends WindowTrait> Optional<T> trait(Class<T> kind) {
        return Optional.ofNullable(kind.cast(traits.get(kind)));
    }

    /**
     * How it looks and stands now, as the backend has told it last.
     *
     * @return a snapshot, at most one trait of each kind
     */
    public List<WindowTrait> traits() {
        return List.copyOf(traits.values());
    }

    /**
     * Changes how it looks and stands: begins at once, all in one go, and never waits. {@link WindowChanged} tells everybody.
     *
     * @param wishes the traits, in order
     * @return what becomes of it, subscribed to or not, on a thread that may block: completes when it is done; fails with an
     *     {@link UnsupportedOperationException} if the backend cannot do it, with an {@link IllegalStateException} if the
     *     window is closed, with a {@link java.util.concurrent.RejectedExecutionException} if 10,000 changes and pictures of
     *     the application's windows are under way, and with a {@link java.util.concurrent.TimeoutException} if it takes more
     *     than 5 s
     */
    public Mono<Void> change(WindowTrait... wishes) {
        return open.change(this, List.of(wishes));
    }

    /**
     * Takes a picture of its page as it is shown now: begins at once, and never waits.
     *
     * @return a PNG, with as many pixels as the screen has for the page; subscribed to or not. Fails with an
     *     {@link UnsupportedOperationException} where the backend does not paint windows itself, and as {@link #change} does
     */
    public Mono<byte[]> screenshot() {
        return open.ask(this, Backend::screenshot);
    }

    /**
     * Opens the web view's own tools for developers, where the backend has them; in {@link ApplicationOptions#devMode()} alone.
     *
     * @return what becomes of it, subscribed to or not: fails with an {@link UnsupportedOperationException} outside development
     *     or where there are none, and as {@link #change} does
     */
    public Mono<Void> openDevTools() {
        return open.openDevTools(this);
    }

    /**
     * Asks it to close, as its user does: each hook of {@link WindowEvent} may veto {@link WindowEvent.Change#CLOSING} within
     * {@link WindowOptions#closeDeadline}; one that thinks longer has no say. Begins at once, and never waits.
     *
     * @return whether it is closed, subscribed to or not; false also if it is being asked already
     */
    public Mono<Boolean> askToClose() {
        if (isClosed() || !asking.compareAndSet(false, true)) {
            return Mono.just(isClosed());
        }
        return Mono.fromFuture(
                open.mayClose(this, view.options().closeDeadline())
                        .thenApplyAsync(
                                this::closeIf, Schedulers.boundedElastic()::schedule), // not on a timer's thread
                true);
    }

    private boolean closeIf(boolean allowed) {
        asking.set(false);
        if (allowed) {
            close();
        }
        return allowed;
    }

    /**
     * A link that opens its page in a browser of this machine: good once, within 60 seconds. Asking again gives another.
     * The page that opens it takes the place of the one that is shown.
     *
     * @return the link, with its code in the fragment
     * @throws IllegalStateException if the window is closed, or the backend has no assets
     */
    public String link() {
        return view.link();
    }

    /**
     * The session of the page that is shown now.
     *
     * @return the session; empty before the first page and after the last
     */
    public Optional<PageSession> session() {
        return pages.session();
    }

    /**
     * Mints a URL for the page that is shown now: for an image, a download, whatever the page cannot fetch with its token.
     * It holds 128 random bits, and dies when it is closed or the page ends.
     *
     * @param handler answers, as at a route
     * @return the payload, whose path may be told to the page
     * @throws IllegalStateException if no page is shown, or the backend has no assets
     */
    public Payload payload(RouteHandler handler) {
        PageSession shown = pages.session()
                .orElseThrow(
                        () -> new IllegalStateException("payload: no page (expected: one, shown in " + this + ")"));
        return open.application().requireServer("payload").payload(TokenProof.owner(shown), handler);
    }

    /**
     * Sends an event to the page of this window alone, if it is subscribed to the type. Before the page is ready it
     * waits.
     *
     * @param type the type
     * @param payload the payload
     * @param <T> the payload's class
     * @return whether the lane of its type took it
     */
    public <T> PublishResult emit(EventType<T> type, T payload) {
        return pages.emit(type, payload);
    }

    /**
     * Puts it into a group: for {@link dev.gyre.ipc.Target#group}, and {@link Application#windows(String)}.
     *
     * @param group the group's name
     * @return takes it out again
     */
    public Registration join(String group) {
        return pages.join(group);
    }

    boolean isIn(String group) {
        return pages.groups().contains(group);
    }

    /**
     * Whether it is gone.
     *
     * @return true once closed
     */
    public boolean isClosed() {
        return closed.get();
    }

    /** Closes it: its page's session ends, with all that is under way for it. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            pages.close();
            open.closed(this);
        }
    }

    @Override
    public String toString() {
        return "window \"" + name() + "\"";
    }

    BackendWindow view() {
        return view;
    }

    WindowDesk desk() {
        return desk;
    }

    boolean shows(PageWindow of) {
        return pages == of;
    }

    Console console() {
        return console;
    }

    Refusals refusals() {
        return refusals;
    }

    /** True if it is news. */
    boolean changed(WindowTrait now) {
        return !now.equals(traits.put(now.getClass(), now));
    }

    /** What the backend sees. */
    record View(long id, WindowOptions options, PageWindow pages, Application application) implements BackendWindow {

        @Override
        public String name() {
            return pages.name();
        }

        @Override
        public List<WindowTrait> traits() {
            return options.traits();
        }

        @Override
        public String page() {
            return options.page();
        }

        @Override
        public String code() {
            return pages.code();
        }

        @Override
        public String link() {
            return application.origin() + page() + "#gyre=" + code();
        }
    }
}
