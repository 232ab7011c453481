package dev.gyre.bench.stages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Stage 6, the workflow: one call from the message of a page to the message with its answer, at a transport that costs
 * nothing. {@code gyre} is everything the runtime does for a call, link, session, bounds, queue and acknowledgements, but
 * on one thread, by bindings that do not block; {@code gyreHop} is as shipped, with the hop to a call thread and the one back, and so is mostly the
 * scheduler's time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class Stage06Call {

    /** How long an answer may take: far beyond what a healthy run needs. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    /** What is called. */
    @Param({"mixed arguments", "call mix"})
    @SuppressWarnings("NullAway.Init") // set by JMH
    public String call;

    private final FixtureService naiveService = new FixtureService();
    private final NaiveCalls calls = new NaiveCalls(naiveService);
    private byte[][] frames = {};
    private int next;
    private long asked;
    private FixtureService service = new FixtureService();
    private @Nullable GyreRuntime runtime;

    /** The last message of the runtime. Written and read by the thread that measures, which is the transport's. */
    private byte[] answer = {};

    private long answers;

    /** Made by JMH. */
    public Stage06Call() {}

    /**
     * Both arms answer each call with the same bytes.
     *
     * @param params name the arm
     * @throws IOException if the naive arm fails
     */
    @Setup
    public void compare(BenchmarkParams params) throws IOException {
        open(BenchmarkName.method(params).equals("gyreHop"));
    }

    void open(boolean hop) throws IOException {
        service = hop ? new FixtureService() : new NonBlockingFixtureService();
        runtime = GyreRuntime.open(service, this::take);
        List<CallFixture> all = call.equals("call mix") ? CallFixture.MIX : List.of(CallFixture.labelled(call));
        frames = all.stream().map(CallFixture::frame).toArray(byte[][]::new);
        for (byte[] ignored : frames) {
            String expected = text(calls.answer(frames[next]));
            Require.same("answer", expected, text(hop ? gyreHop() : gyre()));
        }
    }

    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }

    private void take(byte[] message) {
        if (!isAcknowledgement(message)) {
            answer = message;
            answers++;
        }
    }

    /** One that stands alone: with an answer it travels in a batch. */
    private static boolean isAcknowledgement(byte[] message) {
        return message[1] == '1' && message[2] == '5';
    }

    /** Every call called its method, and every one was answered. */
    @TearDown
    public void requireRun() {
        GyreRuntime opened = Objects.requireNonNull(runtime);
        Require.same("calls", asked, service.calls());
        Require.same(
                "calls by the session's account",
                asked,
                opened.session().account().calls());
        Require.same("answers", asked, answers);
        Require.that(asked + naiveService.calls() > 2L * frames.length, "calls: none (expected: some)");
        opened.close();
    }

    private byte[] turn() {
        byte[] frame = frames[next];
        next = next + 1 == frames.length ? 0 : next + 1;
        return frame;
    }

    /**
     * Tree, map, {@code Method.invoke} and a string of bytes.
     *
     * @return the answer
     * @throws IOException if the frame cannot be read
     */
    @Benchmark
    public byte[] naive() throws IOException {
        return calls.answer(turn());
    }

    /**
     * Gyre's processor on one thread.
     *
     * @return the message with the answer
     */
    @Benchmark
    public byte[] gyre() {
        WirePage page = Objects.requireNonNull(runtime).page;
        asked++;
        page.give(turn());
        page.drain();
        return answer;
    }

    /**
     * Gyre's processor with its call threads.
     *
     * @return the message with the answer
     */
    @Benchmark
    public byte[] gyreHop() {
        GyreRuntime opened = Objects.requireNonNull(runtime);
        opened.page.adopt();
        asked++;
        long before = answers;
        opened.page.give(turn());
        while (answers == before) {
            opened.page.await(PATIENCE);
        }
        return answer;
    }
}
