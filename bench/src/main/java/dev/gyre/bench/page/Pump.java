package dev.gyre.bench.page;

import dev.gyre.event.EventBus;
import dev.gyre.event.EventType;
import dev.gyre.ipc.Binding;
import dev.gyre.ipc.PageAccount;
import dev.gyre.ipc.PageSession;
import dev.gyre.window.Application;
import dev.gyre.window.Service;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Events for the page that asks, as fast as it takes them. */
public final class Pump implements Service {

    /** The name of the events, on either way. */
    public static final String EVENT = "bench.event";

    private static final EventType<String> TYPE = EventType.of(EVENT, String.class);

    /** Events that may be on their way: fewer than the queue of a page holds, so that none is lost. */
    private static final int ON_THEIR_WAY = 896;

    /** Bytes of them: likewise. */
    private static final int BYTES_ON_THEIR_WAY = 6 << 20;

    private static final long PACE = TimeUnit.MICROSECONDS.toNanos(20);

    private @Nullable EventBus bus;

    /** One for an application. */
    public Pump() {}

    @Override
    public void start(Application application) {
        bus = application.events();
        application.events().register(TYPE);
    }

    @Override
    public void stop() {}

    /** Events lost on the way to the calling page so far. */
    @Binding(nonBlocking = true)
    long dropped(PageSession page) {
        return page.account().dropped();
    }

    /** Publishes events for some time, as fast as the calling page takes them, and tells how many. */
    @Binding
    long publish(int size, long millis, PageSession page) {
        EventBus events = bus;
        if (events == null) {
            throw new IllegalStateException("bus: none (expected: a started application)");
        }
        String payload = "x".repeat(size);
        int most = Math.min(ON_THEIR_WAY, BYTES_ON_THEIR_WAY / size);
        PageAccount before = page.account();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long published = 0;
        while (System.nanoTime() - until < 0 && !page.isEnded()) {
            PageAccount now = page.account();
            long room = most - (published - (now.sent() - before.sent()) - (now.dropped() - before.dropped()));
            for (long i = 0; i < room; i++) {
                events.publish(TYPE, payload);
                published++;
            }
            if (room == 0) {
                LockSupport.parkNanos(PACE);
            }
        }
        return published;
    }
}
