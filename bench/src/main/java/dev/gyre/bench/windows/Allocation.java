package dev.gyre.bench.windows;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Bytes of the heap that were handed out so far: those in use, and those that collections have freed. Threads' own counters
 * would miss threads that come and go, as those of Chromium do.
 */
final class Allocation {

    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final Set<String> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());
    private final AtomicLong freed = new AtomicLong();
    private final AtomicLong told = new AtomicLong();

    private Allocation() {}

    static Allocation count() {
        Allocation counted = new Allocation();
        counted.told.set(counted.collections());
        for (GarbageCollectorMXBean collector : counted.collectors) {
            ((NotificationEmitter) collector)
                    .addNotificationListener((notification, none) -> counted.collected(notification), null, null);
        }
        return counted;
    }

    private void collected(Notification notification) {
        if (notification.getUserData() instanceof CompositeData data) {
            var collection = GarbageCollectionNotificationInfo.from(data).getGcInfo();
            freed.addAndGet(used(collection.getMemoryUsageBeforeGc()) - used(collection.getMemoryUsageAfterGc()));
            told.incrementAndGet();
        }
    }

    private long used(Map<String, MemoryUsage> byPool) {
        return byPool.entrySet().stream()
                .filter(pool -> pools.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    private long collections() {
        return collectors.stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    /** Waits for what is told of collections, which comes some milliseconds after them. */
    long total() {
        while (told.get() < collections()) {
            Thread.onSpinWait();
        }
        return freed.get()
                + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
