package dev.gyre.window.jcef;

import dev.gyre.assets.spi.DirectRequest;
import dev.gyre.assets.spi.DirectResponse;
import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.BackendWindow;
import dev.gyre.window.spi.PageNews;
import dev.gyre.window.spi.WindowThread;
import java.awt.EventQueue;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.cef.CefSettings.LogSeverity;
import org.cef.browser.CefBrowser;
import org.cef.browser.CefDevToolsClient;
import org.cef.browser.CefFrame;
import org.cef.callback.CefQueryCallback;
import org.cef.network.CefRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What a window shows in a browser: it stays within the application's origin, and comes back once if its process dies. */
final class Page {

    private static final System.Logger LOG = System.getLogger(Page.class.getName());

    /** A page that dies again within this time would only die again. */
    private static final long RECOVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final CefBrowser browser;
    private final BackendWindow window;
    private final BackendHost host;
    private final String origin;

    /** The way to Java, where that is no WebSocket. */
    private final @Nullable QueryBridge bridge;

    /** When it was shown again last, in nanoseconds; written by Chromium's thread. */
    private final AtomicLong recovered = new AtomicLong(System.nanoTime() - RECOVERY_NANOS);

    /** Set by Chromium's thread when the window's page is there for the first time. */
    private volatile boolean wasShown;

    /** Completed by Chromium's thread when the browser is gone, or on Swing's when it is closed and was never asked for. */
    private final CompletableFuture<@Nullable Void> gone = new CompletableFuture<>();

    /** Set by Swing's thread when the window is closed. */
    private volatile boolean isClosing;

    /** Whether Chromium was asked for the browser. On Swing's thread alone. */
    private boolean wasAsked;

    /** On Swing's thread alone. */
    private Runnable whenCreated = Page::nothing;

    /** On Swing's thread alone. */
    private Runnable whenShown = Page::nothing;

    Page(CefBrowser browser, Shown shown) {
        this.browser = browser;
        this.window = shown.window();
        this.host = shown.host();
        this.origin = shown.origin();
        this.bridge = shown.isDirect()
                ? new QueryBridge(
                        host,
                        new WindowThread("jcef", window.id()),
                        script -> browser.executeJavaScript(script, origin + "/gyre/gyre.js", 0))
                : null;
    }

    /** Whether it has no port, so that its requests and messages come here. */
    boolean isDirect() {
        return bridge != null;
    }

    /**
     * Whether a page of that origin may ask for that. A frame within a page may for a moment be taken for the page itself, while
     * it goes to another origin, and with it to another process: then the origin alone tells it.
     */
    boolean mayBeAsked(CefRequest request, String initiator) {
        if (!isDirect() || !isOurs(request.getURL()) || initiator.equals(origin)) {
            return true;
        }
        // Nobody's page, but the window itself, which is shown its page; or a frame without an origin.
        return initiator.equals("null") && request.getResourceType() == CefRequest.ResourceType.RT_MAIN_FRAME;
    }

    Mono<DirectResponse> answer(DirectRequest asked) {
        String parked = bridge == null ? null : bridge.take(asked.target());
        return parked == null ? host.answer(asked) : Mono.just(DirectResource.text(200, parked));
    }

    /** Whether the query is for us: its main frame shows a page of ours. */
    boolean asked(CefFrame frame, long query, String request, CefQueryCallback callback) {
        boolean isOurs = bridge != null && frame.isMain() && isOurs(frame.getURL());
        if (bridge != null && isOurs) {
            bridge.asked(query, request, callback);
        }
        return isOurs;
    }

    void cancelled(long query) {
        if (bridge != null) {
            bridge.cancelled(query);
        }
    }

    /** The window shows it no more. */
    void leave() {
        if (bridge != null) {
            bridge.close();
        }
    }

    boolean isOf(@Nullable BackendHost application) {
        return host == application;
    }

    private boolean isOurs(String url) {
        return url.startsWith(origin + "/");
    }

    boolean mayShow(String url) {
        boolean isOurs = isOurs(url);
        if (!isOurs) {
            refuse(url);
        }
        return isOurs;
    }

    /**
     * The main frame shows that now. Chromium goes to an empty page without a question: this one comes back, as another load of
     * the page. What a browser showed before ours is not of concern.
     */
    void arrived(String url) {
        if (isOurs(url)) {
            if (!wasShown) {
                wasShown = true;
                EventQueue.invokeLater(() -> whenShown.run());
            }
        } else if (wasShown) {
            refuse(url);
            EventQueue.invokeLater(() -> browser.loadURL(window.link()));
        }
    }

    void refuse(String url) {
        host.happened(window, new PageNews.Refused(url));
    }

    void said(LogSeverity severity, String message, String source, int line) {
        host.happened(window, new PageNews.ConsoleLine(level(severity), message, source, line));
    }

    private static System.Logger.Level level(LogSeverity severity) {
        return switch (severity) {
            case LOGSEVERITY_VERBOSE -> System.Logger.Level.DEBUG;
            case LOGSEVERITY_WARNING -> System.Logger.Level.WARNING;
            case LOGSEVERITY_ERROR, LOGSEVERITY_FATAL -> System.Logger.Level.ERROR;
            default -> System.Logger.Level.INFO;
        };
    }

    void dropped(List<Path> files) {
        host.happened(window, new PageNews.FilesDropped(files));
    }

    void died(String how) {
        long now = System.nanoTime();
        boolean again = now - recovered.getAndSet(now) >= RECOVERY_NANOS;
        LOG.log(
                System.Logger.Level.ERROR,
                "the page of window \"{0}\" died: {1}; it is {2}",
                window.name(),
                how,
                again ? "shown again" : "left, for it did so within a minute");
        host.happened(window, new PageNews.Crashed(how, again));
        if (again) {
            EventQueue.invokeLater(() -> browser.loadURL(anew(window.link())));
        }
    }

    /**
     * The same page by another URL. Chromium may have loaded a dead one again by itself, with the code that is used up: to go
     * to a link that differs in its fragment alone would leave it there.
     */
    private static String anew(String link) {
        int fragment = link.indexOf('#');
        String before = link.substring(0, fragment);
        char separator = before.contains("?") ? '&' : '?';
        return before + separator + "shown=" + System.currentTimeMillis() + link.substring(fragment);
    }

    /** On Swing's thread: Chromium is about to be asked for the browser, and may take long for it. */
    void asked() {
        wasAsked = true;
    }

    /** Chromium has made the browser. */
    void created() {
        EventQueue.invokeLater(() -> {
            Runnable next = whenCreated;
            whenCreated = Page::nothing;
            next.run();
        });
    }

    /** On Swing's thread: does that as soon as there is a browser. */
    void whenCreated(Runnable next) {
        if (isCreated()) {
            next.run();
        } else {
            Runnable first = whenCreated;
            whenCreated = () -> {
                first.run();
                next.run();
            };
        }
    }

    /** On Swing's thread, before the page is there: does that when it is. */
    void whenShown(Runnable next) {
        whenShown = next;
    }

    /** On Swing's thread: shows a link as soon as there is a browser. */
    void load(String first) {
        whenCreated(() -> browser.loadURL(first));
    }

    private boolean isCreated() {
        return browser.getIdentifier() > 0;
    }

    /** On Swing's thread: Chromium's tools for developers; null before there is a browser, and after. */
    @Nullable
    CefDevToolsClient tools() {
        return isCreated() ? browser.getDevToolsClient() : null;
    }

    /** On Swing's thread: as soon as there is a browser. */
    CompletionStage<byte[]> screenshot() {
        CompletableFuture<@Nullable CefDevToolsClient> tools = new CompletableFuture<>();
        whenCreated(() -> tools.complete(tools()));
        return tools.thenCompose(Screenshot::of);
    }

    /** On Swing's thread. */
    void openDevTools() {
        browser.openDevTools();
    }

    /** The page or the system wants the browser closed. */
    void askToClose() {
        host.closeRequested(window);
    }

    boolean isClosing() {
        return isClosing;
    }

    /** The browser is gone, or will never be. */
    void gone() {
        if (!isClosing) {
            host.closed(window);
        }
        gone.complete(null);
    }

    CompletionStage<@Nullable Void> whenGone() {
        return gone;
    }

    /** On Swing's thread: closes the browser, one that is on its way as soon as it is there, and goes on when it is gone. */
    void close(Runnable next) {
        leave();
        isClosing = true;
        whenGone().thenRunAsync(next, EventQueue::invokeLater);
        if (wasAsked) {
            whenCreated(this::end);
        } else {
            Pages.remove(browser);
            gone();
        }
    }

    private void end() {
        browser.closeDevTools();
        browser.setCloseAllowed();
        browser.close(true);
    }

    private static void nothing() {}
}
