package dev.gyre.demo;

import com.sun.management.OperatingSystemMXBean;
import dev.gyre.assets.AssetRequest;
import dev.gyre.event.EventBus;
import dev.gyre.ipc.PageState;
import dev.gyre.window.WindowEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes what happens in the application to its log: requests, pages, windows, collections, and a line a second. */
final class Activity {

    static final Duration PAUSE = Duration.ofSeconds(1);

    /** Anyone on this machine can cause requests; what is beyond is counted. */
    private static final int LINES_A_SECOND = 50;

    private static final Logger LOG = System.getLogger("dev.gyre.demo.activity");

    private final EventBus bus;
    private final SystemSampler system;
    private final AtomicInteger lines = new AtomicInteger();
    private final OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    /** Read at the last line, by the ticker's thread. */
    private long cpuBefore = machine.getProcessCpuTime();

    private long readAt = System.nanoTime();

    Activity(EventBus bus, SystemSampler system) {
        this.bus = bus;
        this.system = system;
    }

    /** Begins to listen; the subscriptions end with the bus. */
    void start() {
        bus.on(AssetRequest.TYPE, this::requested);
        bus.on(
                PageState.TYPE,
                page -> note("page " + page.generation() + " of window " + page.window() + ": " + word(page.change())));
        bus.on(WindowEvent.TYPE, window -> note("window " + window.window() + ": " + word(window.change())));
        bus.on(
                GcPause.TYPE,
                gc -> note(gc.collector() + ", " + gc.cause() + ": " + gc.millis() + " ms, " + mebibytes(gc.before())
                        + " to " + mebibytes(gc.after())));
    }

    /** The line of this second. */
    void round() {
        int unsaid = lines.getAndSet(0) - LINES_A_SECOND;
        if (unsaid > 0) {
            LOG.log(Level.WARNING, unsaid + " more things happened than are told in a second");
        }
        if (system.rate() > 0) {
            LOG.log(Level.INFO, vitals());
        }
    }

    private void requested(AssetRequest request) {
        note(request.method() + " " + request.path() + " " + request.status() + ", " + request.bytes() + " bytes in "
                + request.time().toNanos() / 1000 + " µs");
    }

    private void note(String line) {
        if (lines.incrementAndGet() <= LINES_A_SECOND) {
            LOG.log(Level.INFO, line);
        }
    }

    /** Of the processor's time only the sum is read: shares are told since they were asked for last, by whomever. */
    private String vitals() {
        long now = System.nanoTime();
        long cpu = machine.getProcessCpuTime();
        double share = 100.0 * (cpu - cpuBefore) / Math.max(1, now - readAt);
        cpuBefore = cpu;
        readAt = now;
        return String.format(
                Locale.ROOT,
                "cpu %.1f %% of one, heap %s, %d threads, load %.2f",
                share,
                mebibytes(memory.getHeapMemoryUsage().getUsed()),
                threads.getThreadCount(),
                machine.getSystemLoadAverage());
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    private static String word(Enum<?> change) {
        return change.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
