package dev.gyre.demo;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.hears;

import dev.gyre.ipc.CallException;
import dev.gyre.ipc.PageSession;
import dev.gyre.window.Application;
import dev.gyre.window.Window;
import dev.gyre.window.WindowOptions;
import dev.gyre.window.spi.WindowTrait;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The windows of the monitor: the main one, the log in one of its own, and some more on the same data. */
final class MonitorWindows {

    static final String MAIN = "main";

    static final String LOG = "log";

    private static final WindowTrait.Position AT = new WindowTrait.Position(24, 24);
    private static final WindowTrait.Size SIZE = new WindowTrait.Size(1280, 800);

    /** Beside the main one; where the screen ends before, its page moves it. */
    private static final WindowTrait.Position LOG_AT = new WindowTrait.Position(2 * AT.x() + SIZE.width(), AT.y());

    /** Enough to show what is to be shown; each window costs a queue and a filter. */
    static final int MAX_WINDOWS = 8;

    private final Application application;
    private final CommandLine line;

    MonitorWindows(Application application, CommandLine line) {
        this.application = application;
        this.line = line;
    }

    /**
     * What every window on all of the data is: its grant is the same but for the log, which each hears filtered for itself.
     */
    static void configure(WindowOptions window, String name) {
        if (name.equals(MAIN)) {
            window.traits(AT);
        }
        window.title(name.equals(MAIN) ? "Gyre Monitor" : "Gyre Monitor, " + name)
                .traits(SIZE, new WindowTrait.Minimum(360, 360))
                .allow(
                        calls("Monitor.*", "gyre.window.change"),
                        hears("monitor.*", LogLines.type(name).name()));
    }

    /** The log in a window of its own, whose page gets at nothing else. */
    static void configureLog(WindowOptions window) {
        window.page("/log.html")
                .title("Log")
                .traits(LOG_AT, new WindowTrait.Size(600, 480), new WindowTrait.Minimum(360, 200))
                .allow(
                        calls("Monitor.info", "Monitor.filterLog", "gyre.window.state", "gyre.window.change"),
                        hears(LogLines.type(LOG).name()));
    }

    /**
     * Opens one more. When there are as many as may be, one that nobody looks at makes room.
     *
     * @throws CallException if all are looked at
     */
    synchronized OpenedWindow open() {
        String name = names().filter(each -> application.window(each).isEmpty())
                .findFirst()
                .or(this::makeRoom)
                .orElseThrow(() -> new CallException(
                        CallException.OVERLOADED,
                        "windows: " + MAX_WINDOWS + " (expected: fewer, or one that is not looked at)"));
        return opened(application.open(name, options -> configure(options, name)));
    }

    /** Opens the log in its window, or brings that to the front. A tab is out of reach: its page goes to another one. */
    synchronized OpenedWindow openLog() {
        Optional<Window> shown = application.window(LOG);
        if (shown.isPresent() && line.backend().hasWindows()) {
            bringToFront(shown.get());
            return opened(shown.get());
        }
        shown.ifPresent(Window::close);
        return opened(application.open(LOG, MonitorWindows::configureLog));
    }

    private OpenedWindow opened(Window window) {
        return new OpenedWindow(window.name(), window.link(), line.showsWindows());
    }

    private static void bringToFront(Window window) {
        WindowTrait minimised = new WindowTrait.Mode(WindowTrait.State.MINIMISED);
        if (window.traits().contains(minimised)) {
            window.change(new WindowTrait.Mode(WindowTrait.State.NORMAL));
        }
        window.change(new WindowTrait.Focus(true));
    }

    /** The figures of the pages that are shown. */
    List<BusSample.PageFigures> pages() {
        return application.windows().stream()
                .sorted((a, b) -> Long.compare(a.id(), b.id()))
                .flatMap(window -> window.session().stream())
                .map(MonitorWindows::figures)
                .toList();
    }

    private static Stream<String> names() {
        return IntStream.rangeClosed(2, MAX_WINDOWS).mapToObj(number -> "monitor-" + number);
    }

    private Optional<String> makeRoom() {
        Optional<Window> unseen = names().flatMap(name -> application.window(name).stream())
                .filter(Predicate.not(MonitorWindows::isShown))
                .findFirst();
        unseen.ifPresent(Window::close);
        return unseen.map(Window::name);
    }

    private static boolean isShown(Window window) {
        return window.session().filter(Predicate.not(PageSession::isEnded)).isPresent();
    }

    private static BusSample.PageFigures figures(PageSession page) {
        var account = page.account();
        return new BusSample.PageFigures(
                page.window(), page.isConnected(), account.waiting(), account.sent(), account.dropped());
    }
}
