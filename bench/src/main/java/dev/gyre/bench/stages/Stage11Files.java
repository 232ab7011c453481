package dev.gyre.bench.stages;

import dev.gyre.assets.AssetServer;
import dev.gyre.assets.AssetSource;
import dev.gyre.assets.SlowAssets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * Stage 11: files that take 5 ms more to open, to several clients at once, each over a connection of its own; an operation
 * is one file to each of them. The naive arm reads a file whole on its event loop. In the arms whose names end in
 * {@code Leaving} every other client goes away after the first byte.
 *
 * <p>Gyre's arm may not hand the file to the system, for its reads are counted, and has as many threads for I/O as one sets
 * where files are slow; with the four it has by default it reads four at a time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class Stage11Files {

    private static final Duration DELAY = Duration.ofMillis(5);
    private static final int IO_THREADS = 16;
    private static final int KIB = 1024;
    private static final String PATH = "/file.bin";

    /** Clients at once. */
    @Param({"1", "8", "64"})
    public int clients;

    /** The size of the file. */
    @Param({"1", "64", "1024", "16384"})
    public int kib;

    private final Path folder = AssetTrees.temporary();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final LongAdder naiveHeld = new LongAdder();
    private final SlowAssets slow = new SlowAssets(AssetSource.directory(folder), DELAY);
    private final List<HttpClientSocket> toNaive = new ArrayList<>();
    private final List<HttpClientSocket> toGyre = new ArrayList<>();
    private @Nullable NaiveServer naive;
    private @Nullable AssetServer gyre;
    private long heldBefore;
    private long lateBefore;
    private long began;

    /** Made by JMH. */
    public Stage11Files() {}

    /**
     * Starts both servers, and compares what they answer.
     *
     * @throws IOException if the file cannot be written
     */
    @Setup(Level.Trial)
    public void start() throws IOException {
        byte[] bytes = new byte[kib * KIB];
        new Random(kib).nextBytes(bytes);
        Files.write(folder.resolve(PATH.substring(1)), bytes);
        naive = new NaiveServer("Content-Type", "application/octet-stream", this::read);
        gyre = AssetServer.start(
                options -> options.source(slow.source()).eventLoops(1).ioThreads(IO_THREADS));
        for (int i = 0; i < clients; i++) {
            toNaive.add(new HttpClientSocket(naive.port()));
            toGyre.add(new HttpClientSocket(gyre.port()));
        }
        Require.that(Arrays.equals(bytes, toNaive.get(0).bytes(PATH, "")), "naive: other bytes (expected: the file's)");
        Require.that(Arrays.equals(bytes, toGyre.get(0).bytes(PATH, "")), "gyre: other bytes (expected: the file's)");
    }

    private byte[] read(String path) throws IOException {
        long start = System.nanoTime();
        LockSupport.parkNanos(DELAY.toNanos());
        byte[] bytes = Files.readAllBytes(folder.resolve(path.substring(1)));
        naiveHeld.add(System.nanoTime() - start);
        return bytes;
    }

    /** Stops them; of what Gyre opened nothing is left. */
    @TearDown(Level.Trial)
    public void stop() {
        toNaive.forEach(HttpClientSocket::close);
        toGyre.forEach(HttpClientSocket::close);
        Objects.requireNonNull(naive).close();
        Objects.requireNonNull(gyre).close();
        threads.shutdown();
        Require.same("bodies left open", 0, slow.open());
        Require.that(slow.bytesRead() > 0, "bytes read: none (expected: some)");
    }

    /** Counts from here. */
    @Setup(Level.Iteration)
    public void begin() {
        heldBefore = naiveHeld.sum() + slow.heldNanos();
        lateBefore = slow.lateReads();
        began = System.nanoTime();
    }

    /**
     * Counts to here.
     *
     * @param counters take the counts
     */
    @TearDown(Level.Iteration)
    public void count(FileCounters counters) {
        long held = naiveHeld.sum() + slow.heldNanos() - heldBefore;
        counters.set(held, System.nanoTime() - began, slow.lateReads() - lateBefore);
    }

    /** Read whole on the event loop. */
    @Benchmark
    public void naive() {
        all(toNaive, clients);
    }

    /** Read on threads for that, as the clients take it. */
    @Benchmark
    public void gyre() {
        all(toGyre, clients);
    }

    /** Half of the clients leave. */
    @Benchmark
    public void naiveLeaving() {
        halfLeave(toNaive, Objects.requireNonNull(naive).port());
    }

    /** Half of the clients leave. */
    @Benchmark
    public void gyreLeaving() {
        halfLeave(toGyre, Objects.requireNonNull(gyre).port());
    }

    private void halfLeave(List<HttpClientSocket> sockets, int port) {
        CompletableFuture<?>[] leaving = new CompletableFuture<?>[clients / 2];
        for (int i = 0; i < leaving.length; i++) {
            leaving[i] = CompletableFuture.runAsync(() -> new HttpClientSocket(port).leaveEarly(PATH), threads);
        }
        all(sockets, clients - leaving.length);
        CompletableFuture.allOf(leaving).join();
    }

    private void all(List<HttpClientSocket> sockets, int count) {
        CompletableFuture<?>[] reading = new CompletableFuture<?>[count];
        for (int i = 0; i < count; i++) {
            HttpClientSocket socket = sockets.get(i);
            reading[i] = CompletableFuture.runAsync(
                    () -> Require.same("bytes", (long) kib * KIB, socket.get(PATH, "")), threads);
        }
        CompletableFuture.allOf(reading).join();
    }
}
