package dev.gyre.bench.stages;

import dev.gyre.assets.Asset;
import dev.gyre.assets.AssetIndex;
import dev.gyre.assets.AssetSource;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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
 * Stage 13: from the bytes of a request's path to what it asks for. Each arm makes a string of the bytes anew, as a request
 * brings one, so that no hash of it is known; {@code gyreString} has the string, to show what the lookup itself allocates.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class Stage13Index {

    /** Where the files are. */
    @Param({"directory", "jar"})
    @SuppressWarnings("NullAway.Init") // set by JMH
    public String place;

    /** How many there are, beside the pages that are asked for. */
    @Param({"10", "1000", "20000"})
    public int files;

    /** What is asked for. */
    @Param({"hit", "miss", "no extension", "folder", "deep"})
    @SuppressWarnings("NullAway.Init") // set by JMH
    public String ask;

    private final Path folder = AssetTrees.temporary();

    @SuppressWarnings("NullAway.Init") // set by lay
    private FileChain chain;

    @SuppressWarnings("NullAway.Init") // set by lay
    private AssetIndex index;

    private byte[] bytes = {};
    private String known = "";
    private boolean isThere;

    /** Made by JMH. */
    public Stage13Index() {}

    /**
     * Lays the files and lists them; the arms agree on whether there is one, and on its size.
     *
     * @throws IOException if a file cannot be asked for
     */
    @Setup(Level.Trial)
    public void lay() throws IOException {
        Path root = folder.resolve("assets");
        AssetTrees.scripts(root, files);
        AssetTrees.pages(root);
        Path jar = folder.resolve("assets.jar");
        AssetTrees.jar(root, jar);
        chain = new FileChain(root.toRealPath(), jar);
        index = AssetIndex.of(
                place.equals("jar")
                        ? AssetSource.classpath(
                                "web", new URLClassLoader(new URL[] {jar.toUri().toURL()}, null))
                        : AssetSource.directory(root));
        Require.same("files", files + 3, index.size());
        known = target();
        bytes = known.getBytes(StandardCharsets.ISO_8859_1);
        isThere = !ask.equals("miss");
        Asset found = gyre();
        Object other = naive();
        Require.same("found by Gyre", isThere, found != null);
        Require.same("found by the other", isThere, other != null);
        if (found != null) {
            Require.same("size", Files.size(root.resolve(found.path().substring(1))), found.size());
        }
    }

    private String target() {
        return switch (ask) {
            case "hit" -> "/module0.js";
            case "miss" -> "/module0.jsx";
            case "no extension" -> "/about";
            case "folder" -> "/docs/";
            case "deep" -> "/a/b/c/d/e/f/page.html";
            default -> throw new IllegalStateException("ask: " + ask);
        };
    }

    /**
     * Closes what the naive arm opened.
     *
     * @throws IOException if the jar cannot be closed
     */
    @TearDown(Level.Trial)
    public void clear() throws IOException {
        chain.close();
    }

    private String fresh() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /**
     * The file system or the class loader is asked.
     *
     * @return what it tells
     * @throws IOException if it tells nothing
     */
    @Benchmark
    public @Nullable Object naive() throws IOException {
        return place.equals("jar") ? chain.inJar(fresh()) : chain.inDirectory(fresh());
    }

    /**
     * The index is asked.
     *
     * @return what it tells
     */
    @Benchmark
    public @Nullable Asset gyre() {
        return index.find(fresh());
    }

    /**
     * The same with a string that was asked for before.
     *
     * @return what it tells
     */
    @Benchmark
    public @Nullable Asset gyreString() {
        return index.find(known);
    }
}
