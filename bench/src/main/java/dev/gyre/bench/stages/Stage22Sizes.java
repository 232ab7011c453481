package dev.gyre.bench.stages;

import dev.gyre.assets.Asset;
import dev.gyre.assets.AssetBundle;
import dev.gyre.assets.AssetSource;
import dev.gyre.assets.ContentEncoding;
import dev.gyre.assets.packer.PackerProbe;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Stage 22, sizes: how many bytes travel when every asset of a folder is asked for once. Bytes, not time, are counted; no
 * arm gains from copies, for each path counts. What a bundle gains on its way it pays for where it lies: it holds the
 * assets as they are, too.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1, time = 1, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class Stage22Sizes {

    private static final int SITE = 1_000;

    /** What is packed. */
    @Param({"npm packages", "web tree of 1,000 files"})
    @SuppressWarnings("NullAway.Init") // set by JMH
    public String tree;

    private final Path folder = AssetTrees.temporary();
    private final Path assets = folder.resolve("assets");
    private final Path bundle = folder.resolve("assets.gyre");

    /** Made by JMH. */
    public Stage22Sizes() {}

    /** Lays the folder, packs it, and compares what both have of it. */
    @Setup(Level.Trial)
    public void lay() {
        if (tree.startsWith("npm")) {
            AssetTrees.npm(assets, "bootstrap/5.3.3", "bootstrap-icons/1.11.3", "uplot/1.6.30");
        } else {
            AssetTrees.site(assets, SITE);
        }
        PackerProbe.pack(assets, bundle);
        List<Asset> raw = AssetSource.directory(assets).assets();
        List<Asset> packed = AssetBundle.open(bundle).assets();
        Require.same("files", raw.size(), packed.size());
        Require.same("bytes", sum(raw, Asset::size), sum(packed, Asset::size));
    }

    private static long sum(List<Asset> assets, ToLongFunction<Asset> size) {
        return assets.stream().mapToLong(size).sum();
    }

    private static void count(ByteCounters bytes, List<Asset> assets, ToLongFunction<Asset> size) {
        bytes.all = sum(assets, size);
        bytes.text = sum(assets.stream().filter(Stage22Sizes::isText).toList(), size);
    }

    private static boolean isText(Asset asset) {
        return asset.mediaType().endsWith("charset=utf-8") || asset.mediaType().startsWith("image/svg+xml");
    }

    private static long sent(Asset asset, ContentEncoding encoding) {
        return asset.size(asset.encodings().contains(encoding) ? encoding : ContentEncoding.IDENTITY);
    }

    /**
     * The files as they are, in a jar.
     *
     * @param bytes what is counted
     */
    @Benchmark
    public void naive(ByteCounters bytes) {
        Path jar = folder.resolve("assets.jar");
        AssetTrees.jar(assets, jar);
        bytes.file = AssetTrees.size(jar);
        count(bytes, AssetSource.directory(assets).assets(), Asset::size);
    }

    /**
     * A bundle, to a client that takes brotli.
     *
     * @param bytes what is counted
     */
    @Benchmark
    public void gyre(ByteCounters bytes) {
        bytes.file = AssetTrees.size(bundle);
        count(bytes, AssetBundle.open(bundle).assets(), asset -> sent(asset, ContentEncoding.BROTLI));
    }

    /**
     * A bundle, to a client that takes gzip alone.
     *
     * @param bytes what is counted
     */
    @Benchmark
    public void gyreGzip(ByteCounters bytes) {
        bytes.file = AssetTrees.size(bundle);
        count(bytes, AssetBundle.open(bundle).assets(), asset -> sent(asset, ContentEncoding.GZIP));
    }
}
