package dev.gyre.bench.stages;

import dev.gyre.assets.AssetIndex;
import dev.gyre.assets.AssetSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
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
 * Stage 22, start: from files to an index that answers, once in a virtual machine that has done nothing yet. The bundle is
 * packed by another one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(5)
public class Stage22Start {

    /** How many files there are. */
    @Param({"10", "1000", "20000"})
    public int files;

    private final Path folder = AssetTrees.temporary();
    private final Path assets = folder.resolve("assets");
    private final Path bundle = folder.resolve("assets.gyre");
    private final Path jar = folder.resolve("assets.jar");

    /** Made by JMH. */
    public Stage22Start() {}

    /**
     * Makes both files, the bundle in another virtual machine.
     *
     * @throws IOException if it cannot be started
     * @throws InterruptedException if interrupted
     */
    @Setup(Level.Trial)
    public void make() throws IOException, InterruptedException {
        AssetTrees.scripts(assets, files);
        AssetTrees.jar(assets, jar);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        int outcome = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.gyre.assets.packer.Main",
                        "pack",
                        assets.toString(),
                        bundle.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start()
                .waitFor();
        Require.same("outcome of packing", 0, outcome);
    }

    /**
     * A map of what is in a jar.
     *
     * @return the map
     * @throws IOException if it cannot be read
     */
    @Benchmark
    public Map<String, JarEntry> naive() throws IOException {
        Map<String, JarEntry> byPath = new HashMap<>();
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            file.stream()
                    .filter(entry -> entry.getName().startsWith("web/"))
                    .forEach(entry -> byPath.put(entry.getName().substring("web".length()), entry));
        }
        Require.same("files", files, byPath.size());
        return byPath;
    }

    /**
     * An index of a bundle.
     *
     * @return the index
     */
    @Benchmark
    public AssetIndex gyre() {
        AssetIndex index = AssetIndex.of(AssetSource.bundle(bundle));
        Require.same("files", files, index.size());
        return index;
    }

    /**
     * An index of the directory that was packed.
     *
     * @return the index
     */
    @Benchmark
    public AssetIndex gyreDirectory() {
        AssetIndex index = AssetIndex.of(AssetSource.directory(assets));
        Require.same("files", files, index.size());
        return index;
    }
}
