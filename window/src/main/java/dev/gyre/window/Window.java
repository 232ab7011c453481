package dev.gyre.window;

import dev.gyre.assets.Payload;
import dev.gyre.assets.RouteHandler;
import dev.gyre.event.EventType;
import dev.gyre.event.PublishResult;
import dev.gyre.ipc.PageSession;
import dev.gyre.ipc.PageWindow;
import dev.gyre.window.spi.BackendWindow;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A window of the application: a name, and the page that is shown in it.
 *
 * <p>Safe to use from any thread; nothing here blocks.
 */
public final class Window implements AutoCloseable {

    private final Application application;
    private final PageWindow pages;
    private final View view;
    private final AtomicBoolean closed = new AtomicBoolean();

    Window(Application application, long id, WindowOptions options, PageWindow pages) {
        this.application = application;
        this.pages = pages;
        this.view = new View(id, options, pages, application);
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
        return view.title();
    }

    /**
     * A link that opens its page in a browser of this machine: good once, within 60 seconds. Asking again gives another.
     * The page that opens it takes the place of the one that is shown.
     *
     * @return the link, with its code in the fragment
     * @throws IllegalStateException if the window is closed, or the backend opens no port
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
     * @throws IllegalStateException if no page is shown, or the backend opens no port
     */
    public Payload payload(RouteHandler handler) {
        PageSession shown = pages.session()
                .orElseThrow(
                        () -> new IllegalStateException("payload: no page (expected: one, shown in " + this + ")"));
        return application.requireServer("payload").payload(TokenProof.owner(shown), handler);
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
            application.closed(this);
        }
    }

    @Override
    public String toString() {
        return "window \"" + name() + "\"";
    }

    BackendWindow view() {
        return view;
    }

    /** What the backend sees. */
    record View(long id, WindowOptions options, PageWindow pages, Application application) implements BackendWindow {

        @Override
        public String name() {
            return pages.name();
        }

        @Override
        public String title() {
            return options.title();
        }

        @Override
        public int width() {
            return options.width();
        }

        @Override
        public int height() {
            return options.height();
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
