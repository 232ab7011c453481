package dev.gyre.demo;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.hears;

import dev.gyre.ipc.CallException;
import dev.gyre.ipc.PageSession;
import dev.gyre.window.Application;
import dev.gyre.window.Window;
import dev.gyre.window.WindowOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The windows of the monitor: the main one, and some more on the same data. */
final class MonitorWindows {

    static final String MAIN = "main";

    /** Enough to show what is to be shown; each window costs a queue and a filter. */
    static final int MAX_WINDOWS = 8;

    private final Application application;
    private final boolean opens;

    /**
     * The windows of an application.
     *
     * @param opens whether its backend opens the browser by itself
     */
    MonitorWindows(Application application, boolean opens) {
        this.application = application;
        this.opens = opens;
    }

    /** What every window of the monitor is: its grant is the same but for the log, which each hears filtered for itself. */
    static void configure(WindowOptions window, String name) {
        window.title(name.equals(MAIN) ? "Gyre Monitor" : "Gyre Monitor, " + name)
                .size(1280, 800)
                .allow(
                        calls("Monitor.*"),
                        hears("monitor.*", LogLines.type(name).name()));
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
        Window window = application.open(name, options -> configure(options, name));
        return new OpenedWindow(name, window.link(), opens);
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
