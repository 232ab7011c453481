package dev.gyre.bench.stages;

import dev.gyre.assets.AssetBundle;
import dev.gyre.assets.packer.PackerProbe;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
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
 * Stage 17: what copies of a file cost. Bytes, not time, are counted: a folder is packed with the copies and without, and
 * the difference is what they take.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1, time = 1, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class Stage17Duplicates {

    private static final int COPIES = 21;

    /** What is packed. */
    @Param("21 copies of a font beside 40 assets")
    @SuppressWarnings("NullAway.Init") // set by JMH
    public String tree;

    private final Path folder = AssetTrees.temporary();
    private final Path one = folder.resolve("one");
    private final Path many = folder.resolve("many");

    /** Made by JMH. */
    public Stage17Duplicates() {}

    /** Lays the folders. */
    @Setup(Level.Trial)
    public void lay() {
        AssetTrees.fonts(one, 1);
        AssetTrees.fonts(many, COPIES);
        Path bundle = folder.resolve("compare.gyre");
        PackerProbe.pack(many, bundle);
        Require.same(
                "files",
                COPIES + AssetTrees.UNIQUE,
                AssetBundle.open(bundle).assets().size());
    }

    private void count(ByteCounters bytes, BiConsumer<Path, Path> packer) {
        Path without = folder.resolve("without");
        Path with = folder.resolve("with");
        packer.accept(one, without);
        packer.accept(many, with);
        bytes.file = AssetTrees.size(with);
        double copies = bytes.file - AssetTrees.size(without);
        bytes.gone = 100 * (1 - copies / ((COPIES - 1.0) * AssetTrees.FONT));
    }

    /**
     * A jar, one entry a path.
     *
     * @param bytes what is counted
     */
    @Benchmark
    public void naive(ByteCounters bytes) {
        count(bytes, AssetTrees::jar);
    }

    /**
     * A bundle.
     *
     * @param bytes what is counted
     */
    @Benchmark
    public void gyre(ByteCounters bytes) {
        count(bytes, PackerProbe::pack);
    }
}
