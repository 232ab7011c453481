package dev.gyre.window;

import dev.gyre.event.EventBus;
import dev.gyre.event.EventType;
import dev.gyre.event.PublishException;
import dev.gyre.event.PublishResult;
import dev.gyre.window.spi.WindowTrait;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where the news of a window comes in, from UI threads that must neither wait nor run code of the application, and goes out
 * on a thread of its own: a hook that holds it up delays no other window. Of each trait at most one value waits here, the
 * newest, at the end. Position and size, which change with each movement of a dragging hand, and what a page may change as
 * often, wait for the next frame, or go before whatever else is told, so that the order stays. What is no trait waits in
 * order, within its room.
 */
final class WindowDesk {

    private static final System.Logger LOG = System.getLogger(Application.class.getName());

    private static final long IDLE_SECONDS = 5;

    /** What a screen shows of them; less would be more events and no more to see. */
    private static final long FRAME_NANOS = 16_000_000;

    private static final Set<Class<?>> FLOODS = Set.of(
            WindowTrait.Position.class,
            WindowTrait.Size.class,
            WindowTrait.PageTitle.class,
            WindowTrait.Location.class);

    /** Other news that may wait: some seconds of the busiest consoles. */
    private static final int ROOM = 256;

    private final EventBus bus;
    private final ThreadPoolExecutor thread;

    /** Guarded by itself; by the class of the trait. */
    private final Map<Class<?>, WindowChanged> waiting = new LinkedHashMap<>();

    // The rest is guarded by what waits.

    /** Whether a task that publishes is on its way, at once or with the next frame. */
    private boolean isDue;

    private boolean isAwaited;

    /** When the last frame began, and how many of what waited then may still go out. */
    private long frame = System.nanoTime() - FRAME_NANOS;

    private int ofThisFrame;

    // End of what it guards.

    private final AtomicInteger others = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();

    /** The thread begins with the first news, and ends when there was none for some seconds. */
    WindowDesk(EventBus bus, String threadName) {
        this.bus = bus;
        // What waits is a task or two that publish, one that closes the window, and other news within its room.
        thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> daemon(task, threadName));
        thread.allowCoreThreadTimeOut(true);
    }

    void tell(WindowChanged news) {
        synchronized (waiting) {
            waiting.remove(news.now().getClass());
            waiting.put(news.now().getClass(), news);
            if (!isDue && !(isAwaited && isOfAFlood(news))) {
                isDue = true;
                execute(this::publishAll);
            }
        }
    }

    /** Tells what is no trait, in order, as long as there is room. */
    <T> void tell(EventType<T> type, T event) {
        tell(() -> publish(type, event));
    }

    /** Does what tells something that is no trait, in order, as long as there is room. */
    void tell(Runnable news) {
        if (others.incrementAndGet() > ROOM) {
            others.decrementAndGet();
            dropped.incrementAndGet();
            return;
        }
        execute(() -> {
            others.decrementAndGet();
            long missing = dropped.getAndSet(0);
            if (missing > 0) {
                LOG.log(System.Logger.Level.WARNING, "{0} news of pages dropped, for hooks held up others", missing);
            }
            news.run();
        });
    }

    private static boolean isOfAFlood(WindowChanged news) {
        return FLOODS.contains(news.now().getClass());
    }

    void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException closed) {
            LOG.log(System.Logger.Level.DEBUG, "the window is closed: nobody hears of it", closed);
        }
    }

    private void publishAll() {
        for (WindowChanged next = next(); next != null; next = next()) {
            publish(WindowChanged.TYPE, next); // the window itself knows the newest value
        }
    }

    /** Publishes here and now, waiting for room where the thread may. The bus itself reports what hooks do. */
    <T> void publish(EventType<T> type, T event) {
        try {
            bus.publish(type, event);
        } catch (PublishException untold) {
            boolean isLost = untold.result() == PublishResult.REJECTED;
            LOG.log(
                    isLost ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                    "not told, and counted by the lane: " + event,
                    untold);
        }
    }

    /** The oldest, unless there is none, or it has to wait for the next frame. */
    private @Nullable WindowChanged next() {
        synchronized (waiting) {
            if (waiting.isEmpty() || isForTheNextFrame()) {
                isDue = false;
                return null;
            }
            Iterator<WindowChanged> oldest = waiting.values().iterator();
            WindowChanged next = oldest.next();
            oldest.remove();
            ofThisFrame = Math.max(0, ofThisFrame - 1);
            return next;
        }
    }

    private boolean isForTheNextFrame() {
        if (ofThisFrame > 0 || !waiting.values().stream().allMatch(WindowDesk::isOfAFlood)) {
            return false;
        }
        long now = System.nanoTime();
        long left = FRAME_NANOS - (now - frame);
        if (left > 0) {
            await(left);
            return true;
        }
        frame = now;
        ofThisFrame = waiting.size();
        return false;
    }

    private void await(long nanos) {
        if (!isAwaited) {
            isAwaited = true;
            CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, this::execute)
                    .execute(this::publishAwaited);
        }
    }

    private void publishAwaited() {
        synchronized (waiting) {
            isAwaited = false;
        }
        publishAll();
    }

    /**
     * Asks the hooks of {@link WindowEvent} whether a window may close. One that does not answer in time has no say. Each
     * question has a thread of its own, so that a hook which waits for its user delays no other window.
     */
    CompletableFuture<Boolean> mayClose(WindowEvent closing, Duration deadline) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Thread asker = daemon(() -> answer.complete(isAllowed(closing)), "gyre-closing-" + closing.id());
        answer.completeOnTimeout(true, TimeUnit.NANOSECONDS.convert(deadline), TimeUnit.NANOSECONDS);
        asker.start();
        return answer;
    }

    private boolean isAllowed(WindowEvent closing) {
        try {
            return bus.tryPublish(WindowEvent.TYPE, closing) != PublishResult.VETOED;
        } catch (PublishException hookFailed) {
            return false;
        }
    }

    /** Nothing more comes in; what has, goes out. */
    void end() {
        thread.shutdown();
    }

    /** Nobody hears anything any more. */
    void close() {
        thread.shutdownNow();
    }

    boolean isOver() {
        return thread.isTerminated();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread made = new Thread(task, name);
        made.setDaemon(true);
        return made;
    }
}
