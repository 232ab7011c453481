package dev.gyre.demo;

import dev.gyre.ipc.Binding;
import dev.gyre.ipc.CallException;
import dev.gyre.ipc.PageSession;
import dev.gyre.window.Application;
import dev.gyre.window.Service;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The service behind the page: starts and stops the sources, and answers the page's calls. Every refusal reaches the page
 * as a typed error that says what was expected.
 */
final class Monitor implements Service {

    /** The kind of the error of a filter that took too long. */
    static final String TOO_SLOW = "too_slow";

    /** The kind of the error of a call that cannot be served as the demo was started. */
    static final String NOT_HERE = "not_here";

    /** As many lines as one answer carries at most. */
    static final int MAX_ANSWER = 5000;

    private static final Logger LOG = System.getLogger(Monitor.class.getName());

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final CommandLine line;

    /** Null when another file is followed. */
    private final @Nullable OwnLog ownLog;

    /** Set when it starts, before any page can call. */
    private volatile @Nullable Live live;

    /** What there is only while the application runs. */
    private record Live(Sources sources, MonitorWindows windows) {}

    Monitor(CommandLine line, @Nullable OwnLog ownLog) {
        this.line = line;
        this.ownLog = ownLog;
    }

    @Override
    public void start(Application application) throws IOException {
        MonitorWindows windows = new MonitorWindows(application, line);
        Path log = ownLog != null ? ownLog.file() : Objects.requireNonNull(line.tail(), "tail");
        Runnable writer = ownLog != null ? ownLog::round : () -> {};
        Sources sources = new Sources(application.events(), line.watch(), log, writer, windows::pages);
        live = new Live(sources, windows);
        sources.start();
        if (ownLog != null) {
            Activity activity = new Activity(application.events(), sources().system());
            activity.start();
            sources.every(Activity.PAUSE, "the activity log", activity::round);
        }
    }

    @Override
    public void stop() {
        sources().close();
    }

    /** What is monitored, and on what. */
    @Binding
    Info info(PageSession page) {
        DirectoryWatch.Coverage coverage = sources().watch().coverage();
        return new Info(
                page.window(),
                line.backend().word(),
                ProcessHandle.current().pid(),
                System.getProperty("java.version"),
                System.getProperty("java.vm.name"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                sources().system().rate(),
                sources().log().file().toString(),
                ownLog != null,
                sources().watch().root().toString(),
                coverage.directories(),
                coverage.limited());
    }

    /** Collects garbage and waits for it, which a thread for calls may. */
    @Binding
    GcResult forceGc() {
        long before = memory.getHeapMemoryUsage().getUsed();
        long begin = System.nanoTime();
        System.gc();
        long millis = (System.nanoTime() - begin) / 1_000_000;
        long after = memory.getHeapMemoryUsage().getUsed();
        return new GcResult(Math.max(0, before - after), after, millis);
    }

    /** Changes how often the system is sampled, for all windows; 0 stops it. Answers with the new rate. */
    @Binding
    int setRate(int perSecond) {
        checked(() -> {
            sources().system().rate(perSecond);
            return perSecond;
        });
        LOG.log(Level.INFO, "the sampling rate is " + perSecond + " a second");
        return perSecond;
    }

    /** Opens one more window on the same data. */
    @Binding
    OpenedWindow openWindow() {
        return live().windows().open();
    }

    /** Opens the log in a window of its own, or brings that to the front. */
    @Binding
    OpenedWindow openLog() {
        return live().windows().openLog();
    }

    /** Filters the log of the asking window: answers with lines held, and lets only such lines through from now on. */
    @Binding
    LogSearch filterLog(LogFilter filter, int limit, PageSession page) {
        if (limit < 1 || limit > MAX_ANSWER) {
            throw new CallException(
                    CallException.BAD_ARGUMENT, "limit: " + limit + " (expected: 1.." + MAX_ANSWER + ")");
        }
        return checked(() -> sources().log().follow(page.window(), filter, limit));
    }

    /** Writes numbered lines to the demo's own log at a steady rate. Answers with how many it will be. */
    @Binding
    int writeLog(int perSecond, int seconds) {
        OwnLog log = ownLog;
        if (log == null) {
            throw new CallException(NOT_HERE, "log: " + sources().log().file() + " (expected: the demo's own log)");
        }
        return checked(() -> log.burst(perSecond, seconds));
    }

    private static <T> T checked(Supplier<T> call) {
        try {
            return call.get();
        } catch (LineMatcher.TooSlowException e) {
            throw new CallException(TOO_SLOW, e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new CallException(CallException.BAD_ARGUMENT, String.valueOf(e.getMessage()), e);
        }
    }

    private Sources sources() {
        return live().sources();
    }

    private Live live() {
        Live started = live;
        if (started == null) {
            throw new IllegalStateException("monitor: not started (expected: a running application)");
        }
        return started;
    }
}
