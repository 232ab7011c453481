package dev.gyre.bench.stages;

import dev.gyre.assets.MediaTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Stage 5: the media type of a file by its name. The score consumes every answer, and an answer that differs between the
 * arms fails the run. {@code Files.probeContentType} asks the operating system, knows fewer types and no charset: it is
 * held to the type alone, where it has one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class Stage05MediaTypes {

    /** Tokens of work: about as long as a lookup. */
    private static final long CONTROL = 8;

    /** The file asked for: four that are known, three that are not, as in the log this stage goes back to. */
    @Param({"script.js", "style.css", "index.html", "data.json", "unknown.bin", "image.unknown", "cached.bin"})
    @SuppressWarnings("NullAway.Init") // set by JMH
    public String path;

    private final LockedMediaTypes locked = new LockedMediaTypes();

    @SuppressWarnings("NullAway.Init") // set by compare
    private Path file;

    /** Made by JMH. */
    public Stage05MediaTypes() {}

    /**
     * The arms agree.
     *
     * @throws IOException if the file's type cannot be asked for
     */
    @Setup
    public void compare() throws IOException {
        file = Path.of(path);
        String type = locked.ofPath(path);
        Require.same("type of " + path, type, MediaTypes.ofPath(path));
        String probed = Files.probeContentType(file);
        Require.that(
                probed == null || type.startsWith(probed) || isAlias(probed),
                "probed type of " + path + ": " + probed + " (expected: " + type + ", or none)");
    }

    /** Names that registries of operating systems give to the same types. */
    private static boolean isAlias(String probed) {
        return probed.equals("application/javascript") || probed.equals("application/x-javascript");
    }

    /**
     * A map under a lock.
     *
     * @return the type
     */
    @Benchmark
    public String naive() {
        return locked.ofPath(path);
    }

    /**
     * The operating system's answer.
     *
     * @return the type, or null if it knows none
     * @throws IOException if it cannot be asked
     */
    @Benchmark
    public @Nullable String naiveProbe() throws IOException {
        return Files.probeContentType(file);
    }

    /**
     * Gyre's table.
     *
     * @return the type
     */
    @Benchmark
    public String gyre() {
        return MediaTypes.ofPath(path);
    }

    /**
     * No lookup at all, but the work of a few nanoseconds on registers: what a second thread brings on this machine to code
     * that shares nothing. Scaling is read beside it.
     */
    @Benchmark
    public void peerNothingShared() {
        Blackhole.consumeCPU(CONTROL);
    }
}
