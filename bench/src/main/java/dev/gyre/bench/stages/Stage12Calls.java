package dev.gyre.bench.stages;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
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
 * Stage 12, calls: 10,000 of one turn of a page's script, from the first frame to the last answer, within the process. The
 * page is the measuring thread, and it parses each message as a page does.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(Stage12Calls.CALLS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Stage12Calls {

    /** Calls of one turn. */
    static final int CALLS = 10_000;

    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(100);

    private final FixtureService service = new FixtureService();
    private final PageFrames frames = new PageFrames();
    private final Turn turn = new Turn(CallFixture.MIX);
    private long asked;
    private long heardBefore;
    private long messagesBefore;
    private @Nullable GyreRuntime gyre;
    private @Nullable NaivePages naive;

    /** Made by JMH. */
    public Stage12Calls() {}

    /** Every arm answers every call of a turn. */
    @Setup
    public void compare() {
        gyre = GyreRuntime.open(service, frames);
        naive = new NaivePages(service);
        naive();
        naiveFrames();
        gyre();
        Require.same("calls", 3L * CALLS, service.calls());
        Require.same("answers", 3L * CALLS, frames.heard());
    }

    /** Counts from here. */
    @Setup(Level.Iteration)
    public void begin() {
        heardBefore = frames.heard();
        messagesBefore = frames.messages();
    }

    /**
     * Counts to here.
     *
     * @param counters take the counts
     */
    @TearDown(Level.Iteration)
    public void count(DeliveryCounters counters) {
        counters.set(frames.messages() - messagesBefore, frames.heard() - heardBefore, 0);
    }

    /** Every call called its method once, and was answered once. */
    @TearDown
    public void requireRun() {
        Objects.requireNonNull(gyre).close();
        Objects.requireNonNull(naive).close();
        Require.same("calls", asked, service.calls());
        Require.same("answers", asked, frames.heard());
    }

    /** Another runtime, with a frame, a hand-off and a delivery for each call. */
    @Benchmark
    public void naive() {
        NaivePages pages = Objects.requireNonNull(naive);
        run(count -> turn.each(count, pages::call), () -> pages.await(frames, PATIENCE));
    }

    /** Gyre's runtime, given a frame for each call by a page that does not batch. */
    @Benchmark
    public void naiveFrames() {
        WirePage page = page();
        run(count -> turn.each(count, page::give), () -> page.await(PATIENCE));
    }

    /** Gyre's runtime and a page that batches as {@code gyre.js} does. */
    @Benchmark
    public void gyre() {
        WirePage page = page();
        run(count -> page.give(turn.batch(count)), () -> page.await(PATIENCE));
    }

    private WirePage page() {
        WirePage page = Objects.requireNonNull(gyre).page;
        page.adopt();
        return page;
    }

    private void run(java.util.function.IntConsumer send, Runnable await) {
        long from = frames.heard();
        long sent = 0;
        while (frames.heard() - from < CALLS) {
            int room = Turn.room(CALLS, sent, frames.heard() - from);
            if (room > 0) {
                send.accept(room);
                sent += room;
            }
            await.run();
        }
        asked += CALLS;
    }
}
