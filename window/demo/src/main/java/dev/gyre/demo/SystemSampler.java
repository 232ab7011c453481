package dev.gyre.demo;

import com.sun.management.OperatingSystemMXBean;
import dev.gyre.event.EventBus;
import dev.gyre.event.Registration;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Publishes {@link SystemSample}s at a rate that may change while it runs. */
final class SystemSampler {

    static final int DEFAULT_RATE = 10;

    /** Above it a sample costs more than it tells: the operating system updates its own figures no faster. */
    static final int MAX_RATE = 50;

    private final EventBus bus;
    private final Ticker ticker;
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();

    /** Guarded by this, as is the rate. */
    private @Nullable Registration rounds;

    private int rate;

    SystemSampler(EventBus bus, Ticker ticker) {
        this.bus = bus;
        this.ticker = ticker;
        bus.register(SystemSample.TYPE);
    }

    synchronized int rate() {
        return rate;
    }

    /**
     * Samples so many times a second from now on.
     *
     * @param perSecond 0 to stop
     * @throws IllegalArgumentException if out of range
     */
    synchronized void rate(int perSecond) {
        if (perSecond < 0 || perSecond > MAX_RATE) {
            throw new IllegalArgumentException("perSecond: " + perSecond + " (expected: 0.." + MAX_RATE + ")");
        }
        if (rounds != null) {
            rounds.close();
        }
        rate = perSecond;
        rounds = perSecond == 0
                ? null
                : ticker.every(Duration.ofSeconds(1).dividedBy(perSecond), "the system sampler", this::round);
    }

    /** Reads the figures now. */
    SystemSample sample() {
        MemoryUsage heap = memory.getHeapMemoryUsage();
        long total = system.getTotalMemorySize();
        return new SystemSample(
                System.currentTimeMillis(),
                known(system.getProcessCpuLoad()),
                known(system.getCpuLoad()),
                known(system.getSystemLoadAverage()),
                heap.getUsed(),
                heap.getCommitted(),
                memory.getNonHeapMemoryUsage().getUsed(),
                total - system.getFreeMemorySize(),
                total,
                threads.getThreadCount(),
                collectors.stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                        .sum(),
                collectors.stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum());
    }

    private void round() {
        if (bus.isHeard(SystemSample.TYPE)) {
            bus.tryPublish(SystemSample.TYPE, sample());
        }
    }

    /** The platform says "unknown" by a negative number or by none at all; JSON has only the former. */
    private static double known(double figure) {
        return figure >= 0 ? figure : -1;
    }
}
