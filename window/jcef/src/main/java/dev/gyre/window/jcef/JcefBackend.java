package dev.gyre.window.jcef;

import dev.gyre.ipc.spi.MessageForm;
import dev.gyre.window.spi.AttachedViews;
import dev.gyre.window.spi.Backend;
import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.BackendWindow;
import dev.gyre.window.spi.Signals;
import dev.gyre.window.spi.TemporaryFolder;
import dev.gyre.window.spi.ToolkitWindow;
import dev.gyre.window.spi.ToolkitWindows;
import dev.gyre.window.spi.WindowChange;
import dev.gyre.window.spi.WindowTrait;
import java.awt.EventQueue;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cef.CefApp;
import org.cef.CefClient;
import org.cef.browser.CefBrowser;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * Windows of Swing, each with Chromium in it.
 *
 * <p>It starts Chromium where that does not run yet, and then ends it with the application: a process can start it once. In an
 * application that runs Chromium itself it leaves that alone, and {@link #attach} shows pages in browsers that are there
 * already.
 *
 * <p>Zoom is one for all windows: Chromium has one for all pages of a host, whatever their port. Whichever window it was wished
 * for, as it opened or later, each window at that host is told, those of other applications in this process included; it ends
 * with the last of them. A background is seen under the page from its first picture on; before it Chromium is white.
 *
 * <p>What pages store lasts as long as the application: the port, and with it the origin, is another one each time. A process
 * that ends by {@link System#exit} on Swing's thread, without which Chromium cannot end, may leave it in the temporary folder.
 */
public final class JcefBackend implements Backend {

    private static final System.Logger LOG = System.getLogger(JcefBackend.class.getName());

    /** For Swing's thread to get at it: one that waits for the process to end never does. */
    private static final long TURN_SECONDS = 2;

    /** For the end of Chromium, or of the browsers in it, which takes some hundred milliseconds. */
    private static final long STOP_SECONDS = 5;

    static {
        Schedulers.registerNonBlockingThreadPredicate(
                candidate -> candidate == Thread.currentThread() && EventQueue.isDispatchThread());
    }

    private final AttachedViews<CefBrowser> attached = new AttachedViews<>("browser");
    private final Queries queries = new Queries();
    private final Settling settling = new Settling(this::shown);
    private final ToolkitWindows<JcefWindow> windows = new ToolkitWindows<>(EventQueue::invokeLater, settling::begin);
    private boolean hasPort = true;
    private Path natives = Path.of(System.getProperty("user.home"), ".cache", "gyre", "jcef");

    /** These are set while starting. */
    private volatile @Nullable BackendHost host;

    private volatile @Nullable CefClient client;
    private volatile @Nullable TemporaryFolder data;
    private volatile boolean startedChromium;
    private volatile Runnable unwatchQueries = () -> {};

    private JcefBackend() {}

    /**
     * A backend for one application.
     *
     * @return the backend
     */
    public static JcefBackend create() {
        return new JcefBackend();
    }

    /**
     * Where Chromium's own files are. What the class path holds for this system is unpacked there unless it was before, some
     * 360 MB. By default {@code .cache/gyre/jcef} in the user's home.
     *
     * @param folder the folder
     * @return this
     */
    public JcefBackend natives(Path folder) {
        this.natives = folder;
        return this;
    }

    /**
     * Whether pages load their assets over HTTP on loopback and talk to Java over a WebSocket, as by default, or no port is
     * opened at all. Then the origin is {@code https://app.local}, which only the main frames of this application's windows
     * reach, and their dedicated workers: no frame within a page, no service worker, no browser that was {@linkplain #attach
     * attached}. Calls and events cost more that way. Bodies of requests must be text, or bytes in an array: Chromium keeps to
     * itself those made of a {@code Blob}, a {@code File} or a form with files, which are answered with status 415.
     *
     * @param wanted false for none
     * @return this
     * @throws IllegalStateException if a browser is attached: the way without a port has to be there before a browser is made
     */
    public JcefBackend loopback(boolean wanted) {
        requirePortForAttached(wanted, attached.windows());
        hasPort = wanted;
        return this;
    }

    private static void requirePortForAttached(boolean hasPort, Set<String> windows) {
        if (!hasPort && !windows.isEmpty()) {
            throw new IllegalStateException("loopback: false (expected: true, for the browsers attached to " + windows
                    + " were made without a way to Java)");
        }
    }

    /**
     * Has a window shown in a browser that the application owns and lays out itself: the next one of that name, whenever it is
     * opened. Of its traits zoom can be had. To hide or close the frame around it closes no window;
     * {@link dev.gyre.window.Window#close} does, and leaves the browser empty. The browser stays in our origin only as far as its
     * client lets us see to it, by having no request handler, life-span handler or display handler of its own; where it has one,
     * a warning is logged as the window opens. The server refuses pages of any other origin in any case. The client keeps the
     * handlers that it is given here, which leave its other browsers alone, and serve each application that is attached to it.
     * What is dropped on it is told where its component has no drop target of its own.
     *
     * @param window the window's name
     * @param browser the browser, which shows nothing else, and no other window, from when the window is opened until it is closed,
     *     and has been created if its client has a life-span handler
     * @return this
     * @throws IllegalArgumentException if the name is blank or has a browser already, or the browser a name
     * @throws IllegalStateException if {@linkplain #loopback no port} is to be opened, or the application is closed
     */
    public JcefBackend attach(String window, CefBrowser browser) {
        requirePortForAttached(hasPort, Set.of(window));
        attached.attach(window, browser);
        return this;
    }

    @Override
    public String name() {
        return "jcef";
    }

    @Override
    public boolean usesLoopback() {
        return hasPort;
    }

    @Override
    public Optional<String> directHost() {
        return hasPort ? Optional.empty() : Optional.of(DirectScheme.HOST);
    }

    /** Strings lose other characters between Java and scripts. */
    @Override
    public MessageForm form() {
        return hasPort ? MessageForm.BINARY : MessageForm.ASCII;
    }

    @Override
    public String script() {
        return hasPort ? "" : QueryBridge.channel(queries.name());
    }

    @Override
    public void start(BackendHost application) {
        TemporaryFolder folder = TemporaryFolder.create(name());
        data = folder;
        startedChromium = Chromium.start(
                "the application that thread " + Thread.currentThread().getName() + " started", natives, folder.path());
        CefClient made = CefApp.getInstance().createClient(); // the first one is what has it run
        if (startedChromium) {
            Signals.handle(System::exit); // Chromium has taken them, and ends the process without Java's hooks
        }
        Pages.watch(made);
        if (!hasPort) {
            unwatchQueries = queries.watch(made);
            DirectScheme.register();
        }
        client = made;
        host = application;
        application.screens(Screens.now());
    }

    @Override
    public void open(BackendWindow window) {
        Shown what = new Shown(window, window.link(), Objects.requireNonNull(host, "host"));
        CefClient ours = Objects.requireNonNull(client, "client");
        CefBrowser owned = attached.take(window.name());
        windows.open(
                window,
                what.host(),
                () -> owned == null ? JcefWindow.framed(ours, what) : JcefWindow.attached(owned, what));
    }

    @Override
    public Set<Class<? extends WindowTrait>> traits() {
        return ToolkitWindow.TRAITS;
    }

    private JcefWindow shown(BackendWindow window) {
        return windows.shown(window);
    }

    @Override
    public void change(List<WindowChange> changes) {
        windows.change(changes);
    }

    @Override
    public CompletionStage<byte[]> screenshot(BackendWindow window) {
        return windows.ask(window, shown -> shown.page().screenshot());
    }

    @Override
    public CompletionStage<@Nullable Void> openDevTools(BackendWindow window) {
        return windows.ask(window, shown -> {
            shown.page().openDevTools();
            return CompletableFuture.completedFuture(null);
        });
    }

    @Override
    public void close(BackendWindow window) {
        windows.close(window);
    }

    @Override
    public void stop() {
        attached.close();
        if (host != null) {
            attached.logUnused();
        }
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        EventQueue.invokeLater(() -> {
            begun.countDown();
            end().thenRun(stopped::countDown);
        });
        boolean mayWait = host != null && !EventQueue.isDispatchThread();
        if (mayWait && !(await(begun, TURN_SECONDS) && await(stopped, STOP_SECONDS))) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} not ended within {1} s",
                    startedChromium ? "Chromium has" : "the browsers of this application have",
                    STOP_SECONDS);
        }
        TemporaryFolder folder = data;
        if (folder != null) {
            folder.close();
        }
    }

    /** Chromium, or what is ours in it. A client that has no handlers any more could not end a browser that is made later. */
    private CompletionStage<@Nullable Void> end() {
        BackendHost application = host; // none if it was not started
        if (!startedChromium && isRunning()) {
            return Pages.whenGone(application).thenRunAsync(this::release, EventQueue::invokeLater);
        }
        CompletionStage<@Nullable Void> ended =
                startedChromium ? Chromium.stop() : CompletableFuture.completedFuture(null);
        return ended.thenRun(() -> Pages.leave(application));
    }

    private void release() {
        CefClient made = client;
        if (made != null && isRunning()) {
            unwatchQueries.run();
            made.dispose();
        }
    }

    private static boolean isRunning() {
        return CefApp.getState() == CefApp.CefAppState.INITIALIZED;
    }

    private static boolean await(CountDownLatch latch, long seconds) {
        try {
            return latch.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
