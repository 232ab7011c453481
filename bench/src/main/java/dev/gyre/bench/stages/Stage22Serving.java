package dev.gyre.bench.stages;

import dev.gyre.assets.AssetServer;
import dev.gyre.assets.AssetSource;
import dev.gyre.assets.packer.PackerProbe;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
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
 * Stage 22, serving: a text asset of an npm package to a client that takes gzip, from the request to the last byte, over a
 * connection that is kept. The naive arm packs it for each request; both answer the same once unpacked.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Stage22Serving {

    private static final String ACCEPT = "Accept-Encoding: gzip\r\n";

    /** What is asked for. */
    @Param({
        "/uplot/1.6.30/dist/uPlot.min.css",
        "/bootstrap/5.3.3/dist/js/bootstrap.min.js",
        "/bootstrap/5.3.3/dist/css/bootstrap.min.css"
    })
    @SuppressWarnings("NullAway.Init") // set by JMH
    public String path;

    private final Path folder = AssetTrees.temporary();
    private final Path assets = folder.resolve("assets");
    private @Nullable NaiveServer naive;
    private @Nullable AssetServer gyre;

    @SuppressWarnings("NullAway.Init") // set by start
    private HttpClientSocket toNaive;

    @SuppressWarnings("NullAway.Init") // set by start
    private HttpClientSocket toGyre;

    private long naiveLength;
    private long gyreLength;

    /** Made by JMH. */
    public Stage22Serving() {}

    /** Starts both servers, and compares what they answer. */
    @Setup(Level.Trial)
    public void start() {
        AssetTrees.npm(assets, "bootstrap/5.3.3", "uplot/1.6.30");
        Path bundle = folder.resolve("assets.gyre");
        PackerProbe.pack(assets, bundle);
        naive = new NaiveServer("Content-Encoding", "gzip", this::packed);
        gyre = AssetServer.start(
                options -> options.source(AssetSource.bundle(bundle)).eventLoops(1));
        toNaive = new HttpClientSocket(naive.port());
        toGyre = new HttpClientSocket(gyre.port());
        byte[] ofNaive = toNaive.bytes(path, ACCEPT);
        byte[] ofGyre = toGyre.bytes(path, ACCEPT);
        naiveLength = ofNaive.length;
        gyreLength = ofGyre.length;
        Require.that(Arrays.equals(unpacked(ofNaive), unpacked(ofGyre)), path + ": two contents (expected: one)");
        Require.that(gyreLength <= naiveLength * 1.01, "packed: " + gyreLength + " (expected: " + naiveLength + ")");
    }

    private byte[] packed(String asked) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            Files.copy(assets.resolve(asked.substring(1)), out);
        }
        return bytes.toByteArray();
    }

    private static byte[] unpacked(byte[] bytes) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops them. */
    @TearDown(Level.Trial)
    public void stop() {
        toNaive.close();
        toGyre.close();
        if (naive != null && gyre != null) {
            naive.close();
            gyre.close();
        }
    }

    /** Packed for each request. */
    @Benchmark
    public void naive() {
        Require.same("bytes", naiveLength, toNaive.get(path, ACCEPT));
    }

    /** Packed when the bundle was made. */
    @Benchmark
    public void gyre() {
        Require.same("bytes", gyreLength, toGyre.get(path, ACCEPT));
    }
}
