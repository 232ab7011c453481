package dev.gyre.bench.stages;

import dev.gyre.bench.stages.CarrierPool.Carrier;
import java.io.IOException;
import java.util.Arrays;
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

/**
 * Stage 6: from the bytes of a call to its typed arguments, three calls in turn. Under memory pressure the arguments of the
 * last calls stay reachable, as many as the runtime lets be under way.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class Stage06Arguments {

    /** Calls that may be under way in a runtime. */
    private static final int UNDER_WAY = 1024;

    /** What becomes of the arguments. */
    @Param({"call mix", "memory pressure"})
    @SuppressWarnings("NullAway.Init") // set by JMH
    public String load;

    private final NaiveCalls calls = new NaiveCalls(new FixtureService());
    private final QueryCalls queries = new QueryCalls(calls);
    private final byte[][] frames = inTurn(CallFixture::frame);
    private final byte[][] requests = inTurn(CallFixture::query);
    private @Nullable Object[] kept = {};
    private long done;
    private int next;
    private @Nullable GyreRuntime runtime;
    private @Nullable CarrierPool pool;

    /** Made by JMH. */
    public Stage06Arguments() {}

    private static byte[][] inTurn(java.util.function.Function<CallFixture, byte[]> form) {
        return CallFixture.MIX.stream().map(form).toArray(byte[][]::new);
    }

    /**
     * All arms read the same arguments, which are those that were sent.
     *
     * @throws IOException if an arm fails
     */
    @Setup
    public void compare() throws IOException {
        kept = new Object[load.equals("memory pressure") ? UNDER_WAY : 0];
        GyreRuntime opened = GyreRuntime.open(new FixtureService());
        runtime = opened;
        pool = poolOf(opened);
        for (int i = 0; i < frames.length; i++) {
            List<Object> sent = CallFixture.MIX.get(i).arguments();
            Require.same("arguments by a query", sent, Arrays.asList(queries.arguments(requests[i])));
            Require.same("arguments by a tree", sent, Arrays.asList(calls.arguments(frames[i])));
            Require.same("arguments by Gyre", sent, Arrays.asList(opened.probe.arguments(frames[i])));
            Carrier carrier = pool.read(frames[i]);
            Require.same("arguments by a carrier", sent, Arrays.asList(carrier.copy()));
            carrier.release();
        }
    }

    static CarrierPool poolOf(GyreRuntime runtime) {
        CarrierPool pool = new CarrierPool(runtime.probe.mapper());
        for (CallFixture call : CallFixture.MIX) {
            List<Class<?>> types =
                    call.arguments().stream().<Class<?>>map(Object::getClass).toList();
            pool.bind(call.binding(), types);
        }
        return pool;
    }

    /** Calls were read, of each kind as many. */
    @TearDown
    public void requireRun() {
        Objects.requireNonNull(runtime).close();
        Require.that(done > 0, "calls: none (expected: some)");
        Require.same("turn", done % frames.length, next);
    }

    private int turn() {
        done++;
        int turn = next;
        next = turn + 1 == frames.length ? 0 : turn + 1;
        return turn;
    }

    /** Keeps arguments in the place of older ones; gives back what nobody holds any more. */
    private @Nullable Object keep(Object arguments) {
        if (kept.length == 0) {
            return arguments;
        }
        int place = (int) (done & (UNDER_WAY - 1));
        Object older = kept[place];
        kept[place] = arguments;
        return older;
    }

    /**
     * A query, a map, another, options, trees.
     *
     * @return what nobody holds any more
     * @throws IOException if the query cannot be read
     */
    @Benchmark
    public @Nullable Object naive() throws IOException {
        return keep(queries.arguments(requests[turn()]));
    }

    /**
     * The frame that Gyre reads as a tree, and each argument from that.
     *
     * @return what nobody holds any more
     * @throws IOException if the frame cannot be read
     */
    @Benchmark
    public @Nullable Object naiveTree() throws IOException {
        return keep(calls.arguments(frames[turn()]));
    }

    /**
     * Gyre: tokens straight into arguments.
     *
     * @return what nobody holds any more
     * @throws IOException if the frame cannot be read
     */
    @Benchmark
    public @Nullable Object gyre() throws IOException {
        return keep(Objects.requireNonNull(runtime).probe.arguments(frames[turn()]));
    }

    /**
     * The same into carriers that are used again.
     *
     * @return the last argument of what nobody holds any more
     * @throws IOException if the frame cannot be read
     */
    @Benchmark
    public @Nullable Object gyrePooled() throws IOException {
        Carrier older = (Carrier) keep(Objects.requireNonNull(pool).read(frames[turn()]));
        if (older == null) {
            return null;
        }
        Object first = older.argument(0);
        older.release();
        return first;
    }
}
