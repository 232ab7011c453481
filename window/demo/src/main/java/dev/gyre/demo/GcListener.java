package dev.gyre.demo;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import dev.gyre.event.EventBus;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** Publishes a {@link GcPause} for each collection. The JVM's own notification thread calls it, and never waits. */
final class GcListener implements AutoCloseable {

    private final EventBus bus;
    private final NotificationListener listener = (notification, handback) -> heard(notification);
    private final List<NotificationEmitter> emitters = ManagementFactory.getGarbageCollectorMXBeans().stream()
            .filter(NotificationEmitter.class::isInstance)
            .map(NotificationEmitter.class::cast)
            .toList();

    GcListener(EventBus bus) {
        this.bus = bus;
        bus.register(GcPause.TYPE);
    }

    void start() {
        emitters.forEach(emitter -> emitter.addNotificationListener(listener, null, null));
    }

    @Override
    public void close() {
        for (NotificationEmitter emitter : emitters) {
            try {
                emitter.removeNotificationListener(listener);
            } catch (ListenerNotFoundException never) {
                // Closed before it was started, or twice: what is asked for holds.
            }
        }
    }

    private void heard(Notification notification) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)
                && notification.getUserData() instanceof CompositeData data) {
            bus.tryPublish(GcPause.TYPE, pause(GarbageCollectionNotificationInfo.from(data)));
        }
    }

    private static GcPause pause(GarbageCollectionNotificationInfo info) {
        GcInfo gc = info.getGcInfo();
        return new GcPause(
                System.currentTimeMillis(),
                info.getGcName(),
                info.getGcAction(),
                info.getGcCause(),
                gc.getDuration(),
                used(gc.getMemoryUsageBeforeGc()),
                used(gc.getMemoryUsageAfterGc()));
    }

    private static long used(Map<String, MemoryUsage> pools) {
        return pools.values().stream().mapToLong(MemoryUsage::getUsed).sum();
    }
}
