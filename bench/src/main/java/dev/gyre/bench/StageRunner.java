package dev.gyre.bench;

import dev.gyre.bench.stages.Stage20Windows;
import dev.gyre.bench.windows.Natives;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs stages through JMH, both arms of each in one run, and keeps the raw results. */
final class StageRunner {

    /** Virtual threads came with this version. */
    private static final int LOOM = 21;

    private static final TimeValue QUICK_ITERATION = TimeValue.milliseconds(50);

    private final boolean quick;
    private final Path log;
    private final Optional<Natives> jcef;
    private final List<RunResult> results = new ArrayList<>();

    /**
     * A runner.
     *
     * @param quick one fork, one short iteration each: to see that all works
     * @param log where JMH writes what it does; a file for each run, named after this one
     * @param jcef what windows of JCEF need; nothing if they are not measured
     */
    StageRunner(boolean quick, Path log, Optional<Natives> jcef) {
        this.quick = quick;
        this.log = log;
        this.jcef = jcef;
    }

    /**
     * Runs a stage.
     *
     * @return the peers that did not finish
     * @throws RunnerException if anything else did not
     */
    List<String> run(Stage stage) throws RunnerException {
        List<String> unfinished = new ArrayList<>();
        for (int threads : stage.threads()) {
            Options options = options(stage, threads);
            Collection<RunResult> run = new Runner(options).run();
            results.addAll(run);
            unfinished.addAll(Completeness.check(options, run));
        }
        return unfinished;
    }

    Options options(Stage stage, int threads) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(stage.include())
                .threads(threads)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(false)
                .output(logOf(stage, threads).toString());
        if (Runtime.version().feature() < LOOM) {
            options.exclude("\\.peerVirtualThreads$");
        }
        if (stage.hasJcef()) {
            jcef.ifPresentOrElse(natives -> addJcef(natives, options), () -> options.param("toolkit", "JavaFX"));
        }
        if (quick) {
            options.forks(1)
                    .warmupIterations(1)
                    .warmupTime(QUICK_ITERATION)
                    .measurementIterations(1)
                    .measurementTime(QUICK_ITERATION);
        }
        return options.build();
    }

    /** JMH gives its forks the class path of this process, and nothing more of it. */
    private static void addJcef(Natives natives, ChainedOptionsBuilder options) {
        options.jvmArgsAppend(Stream.concat(
                        Stream.of("-D" + Stage20Windows.NATIVES + "=" + natives.folder()),
                        natives.jars().stream().map(jar -> "-Xbootclasspath/a:" + jar))
                .toArray(String[]::new));
    }

    Path logOf(Stage stage, int threads) {
        return log.resolveSibling(log.getFileName() + "-stage-" + stage.number() + "-threads-" + threads + ".log");
    }

    /** Writes all results so far as JMH's JSON. */
    void writeRaw(Path file) throws IOException {
        try (OutputStream bytes = Files.newOutputStream(file);
                PrintStream text = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, text).writeOut(results);
        }
    }
}
