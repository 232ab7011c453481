package dev.gyre.bench.stages;

import dev.gyre.event.EventType;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Stage 12, events: 100,000 to a page within the process, from the first publication to the last delivery. The page has a
 * thread of its own and parses each message as a page does. So that nothing is lost the publisher waits for the page now
 * and then, in both arms alike.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(Stage12Events.EVENTS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Stage12Events {

    /** Events of one burst. */
    static final int EVENTS = 100_000;

    /** Events that may be on their way: fewer than the queue of a page holds. */
    private static final int ON_THEIR_WAY = 896;

    private static final String PAYLOAD = "simple string payload";
    private static final EventType<String> TYPE = EventType.of(TestEvent.NAME, String.class);
    private static final int EVENT = 10;
    /** How long the publisher leaves the page alone: less than the page needs for what is on its way. */
    private static final long PACE = TimeUnit.MICROSECONDS.toNanos(20);

    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(10);

    private final PageFrames naiveFrames = new PageFrames();
    private final PageFrames gyreFrames = new PageFrames();
    private long published;
    private long heardBefore;
    private long messagesBefore;
    private volatile boolean closed;
    private @Nullable GyreRuntime gyre;
    private @Nullable NaivePages naive;
    private final Thread naivePage = new Thread(this::runNaivePage, "bench-naive-page");
    private final Thread gyrePage = new Thread(this::runGyrePage, "bench-gyre-page");

    /** Made by JMH. */
    public Stage12Events() {}

    /** Both pages hear every event of a burst. */
    @Setup
    public void compare() {
        GyreRuntime opened = GyreRuntime.open(new FixtureService(), gyreFrames).register(TYPE);
        opened.page.subscribe(TestEvent.NAME);
        gyre = opened;
        naive = new NaivePages(new FixtureService());
        naivePage.start();
        gyrePage.start();
        Require.same("replies to the subscription", 1L, gyreFrames.heard());
        naive();
        gyre();
    }

    private void runNaivePage() {
        NaivePages pages = Objects.requireNonNull(naive);
        while (!closed) {
            pages.await(naiveFrames, PATIENCE);
        }
    }

    private void runGyrePage() {
        WirePage page = Objects.requireNonNull(gyre).page;
        page.adopt();
        while (!closed) {
            page.await(PATIENCE);
        }
    }

    /** Counts from here. */
    @Setup(Level.Iteration)
    public void begin() {
        heardBefore = heard();
        messagesBefore = messages();
    }

    private long heard() {
        return naiveFrames.heard() + gyreFrames.heard();
    }

    private long messages() {
        return naiveFrames.messages() + gyreFrames.messages();
    }

    /**
     * Counts to here.
     *
     * @param counters take the counts
     */
    @TearDown(Level.Iteration)
    public void count(DeliveryCounters counters) {
        counters.set(messages() - messagesBefore, heard() - heardBefore, gyreFrames.missed());
    }

    /**
     * Every event was heard, none was lost.
     *
     * @throws InterruptedException if the pages do not end
     */
    @TearDown
    public void requireRun() throws InterruptedException {
        closed = true;
        naivePage.join();
        gyrePage.join();
        GyreRuntime opened = Objects.requireNonNull(gyre);
        Require.same("dropped", 0L, opened.session().account().dropped());
        Require.same("heard", published, heard() - 1);
        opened.close();
        Objects.requireNonNull(naive).close();
    }

    /** Encoded, handed over and delivered one by one. */
    @Benchmark
    public void naive() {
        NaivePages pages = Objects.requireNonNull(naive);
        run(naiveFrames, () -> pages.publish(List.of(EVENT, TestEvent.NAME, PAYLOAD)));
    }

    /** Gyre's bus, hub and queue. */
    @Benchmark
    public void gyre() {
        GyreRuntime opened = Objects.requireNonNull(gyre);
        run(gyreFrames, () -> opened.bus.publish(TYPE, PAYLOAD));
    }

    private void run(PageFrames page, Runnable publish) {
        long from = page.heard();
        for (int i = 0; i < EVENTS; i++) {
            awaitHeard(page, from + i - ON_THEIR_WAY);
            publish.run();
        }
        awaitHeard(page, from + EVENTS);
        published += EVENTS;
    }

    private static void awaitHeard(PageFrames page, long count) {
        while (page.heard() < count) {
            LockSupport.parkNanos(PACE);
        }
    }
}
