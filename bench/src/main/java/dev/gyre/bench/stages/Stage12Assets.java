package dev.gyre.bench.stages;

import dev.gyre.assets.AssetServer;
import dev.gyre.assets.AssetSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * Stage 12, assets: 1,000 small ones over one kept connection, from the first request to the last byte. One request each,
 * against as few as hold them all. What a page in a browser gains is the page command's to tell.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(Stage12Assets.ASSETS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Stage12Assets {

    /** The plan's count. */
    static final int ASSETS = 1_000;

    /** As many as one request may name. */
    private static final int BATCH = 128;

    private static final int SIZE = 512;

    private final List<String> single = new ArrayList<>();
    private final List<String> batches = new ArrayList<>();
    private @Nullable AssetServer server;
    private @Nullable HttpClientSocket client;
    private long deliveries;
    private long assets;

    /** Made by JMH. */
    public Stage12Assets() {}

    /** Starts the server, and compares what the arms get. */
    @Setup(Level.Trial)
    public void start() {
        Map<String, byte[]> files = new HashMap<>();
        for (int i = 0; i < ASSETS; i++) {
            String path = "/icons/icon" + i + ".svg";
            files.put(path, ("<svg>" + i + " ".repeat(SIZE)).substring(0, SIZE).getBytes(StandardCharsets.UTF_8));
            single.add(path);
        }
        for (int i = 0; i < ASSETS; i += BATCH) {
            batches.add("/gyre/assets?" + String.join("&", single.subList(i, Math.min(i + BATCH, ASSETS))));
        }
        server = AssetServer.start(
                options -> options.source(AssetSource.memory(files)).eventLoops(1));
        client = new HttpClientSocket(server.port());
        Require.same("assets", eachAlone(), inBatches());
    }

    private String eachAlone() {
        StringBuilder all = new StringBuilder();
        single.forEach(path -> all.append(text(path)));
        return all.toString();
    }

    /** The bytes after the lines that tell of them. */
    private String inBatches() {
        StringBuilder all = new StringBuilder();
        for (String batch : batches) {
            String text = text(batch);
            int parts = batch.split("&", -1).length;
            Require.same("parts", parts, text.split("200 " + SIZE, -1).length - 1);
            all.append(text.substring(text.length() - parts * SIZE));
        }
        return all.toString();
    }

    private String text(String target) {
        return new String(client().bytes(target, ""), StandardCharsets.UTF_8);
    }

    private HttpClientSocket client() {
        return Objects.requireNonNull(client, "client");
    }

    /** Stops it. */
    @TearDown(Level.Trial)
    public void stop() {
        client().close();
        Objects.requireNonNull(server, "server").close();
    }

    /** Counts from here. */
    @Setup(Level.Iteration)
    public void begin() {
        deliveries = 0;
        assets = 0;
    }

    /**
     * Counts to here.
     *
     * @param counters take the counts
     */
    @TearDown(Level.Iteration)
    public void count(DeliveryCounters counters) {
        counters.set(deliveries, assets, 0);
    }

    /** A request for each. */
    @Benchmark
    public void naive() {
        for (String path : single) {
            Require.same("bytes", SIZE, client().get(path, ""));
        }
        deliveries += single.size();
        assets += ASSETS;
    }

    /** Requests for many. */
    @Benchmark
    public void gyre() {
        long bytes = 0;
        for (String batch : batches) {
            bytes += client().get(batch, "");
        }
        Require.that(bytes > (long) ASSETS * SIZE, "bytes: " + bytes + " (expected: all assets and their lines)");
        deliveries += batches.size();
        assets += ASSETS;
    }
}
