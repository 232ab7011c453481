package dev.gyre.bench.stages;

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
 * Stage 19: from an event to its listeners. An operation finds the listeners of an event's name and calls them on the
 * calling thread; where there are writes, some operations add or take away a listener instead. Names are constants, as in
 * a program, so that the maps need not compute a hash or compare characters.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class Stage19Dispatch {

    /** Made by JMH. */
    public Stage19Dispatch() {}

    /** What all threads share. */
    @State(Scope.Benchmark)
    public static class Shared {

        /** Each axis by itself. */
        @Param({
            "0 listeners / 23 characters / 100:0",
            "1 listener / 23 characters / 100:0",
            "5 listeners / 23 characters / 100:0",
            "10 listeners / 23 characters / 100:0",
            "50 listeners / 23 characters / 100:0",
            "1 listener / 3 characters / 100:0",
            "1 listener / 54 characters / 100:0",
            "0 listeners / 23 characters / 90:10",
            "1 listener / 23 characters / 90:10",
            "10 listeners / 23 characters / 90:10",
            "50 listeners / 23 characters / 90:10"
        })
        @SuppressWarnings("NullAway.Init") // set by JMH
        public String dispatch;

        private @Nullable DispatchArm arm;

        /** Made by JMH. */
        public Shared() {}

        /**
         * Connects the listeners.
         *
         * @param params name the benchmark
         */
        @Setup
        public void open(BenchmarkParams params) {
            DispatchCase work = work();
            arm = DispatchArms.of(BenchmarkName.method(params), work.name(), MarkListeners.of(work.listeners()));
        }

        private DispatchCase work() {
            return DispatchCase.parse(dispatch);
        }

        private DispatchThread newThread() {
            return new DispatchThread(Objects.requireNonNull(arm).view(), work());
        }
    }

    /** What one thread does. Every listener counts its calls, and the count is checked at the end. */
    @State(Scope.Thread)
    public static class Run {

        private @Nullable DispatchThread thread;

        /** Made by JMH. */
        public Run() {}

        /**
         * Gives the thread its view.
         *
         * @param shared what it is a view of
         */
        @Setup
        public void open(Shared shared) {
            thread = shared.newThread();
        }

        void next() {
            Objects.requireNonNull(thread).next();
        }

        /** Every listener was called each time. */
        @TearDown
        public void judge() {
            Objects.requireNonNull(thread).judge();
        }
    }

    /**
     * A concurrent map, asked for each event.
     *
     * @param run the thread
     */
    @Benchmark
    public void naive(Run run) {
        run.next();
    }

    /**
     * A plain map under a lock, asked for each event.
     *
     * @param run the thread
     */
    @Benchmark
    public void naiveSynchronized(Run run) {
        run.next();
    }

    /**
     * Gyre's registry and dispatch table, its subscriptions with their accounts.
     *
     * @param run the thread
     */
    @Benchmark
    public void gyre(Run run) {
        run.next();
    }
}
