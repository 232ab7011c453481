package dev.gyre.bench;

import static dev.gyre.bench.serve.ServeRun.BUNDLE;
import static dev.gyre.bench.serve.ServeRun.GYRE;
import static dev.gyre.bench.serve.ServeRun.NGINX;

import dev.gyre.bench.serve.ServeRun;
import dev.gyre.bench.serve.ServeRun.Sample;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table of the server benchmark.
 *
 * @param name its name
 * @param arms who is loaded, in the order of the table
 * @param kib the size of the file, or 0 where the arms differ in how many files they have
 * @param bars what Gyre is held to
 */
record ServeScenario(String name, List<String> arms, int kib, List<ServeBar> bars) {

    private static final int FEW = 10;
    private static final int MANY = 20_000;

    /** What one round may allocate for each request, and what one may leave behind. */
    private static final double ALLOCATED = 1536;

    private static final double RETAINED_KIB = 1024;

    static final List<ServeScenario> ALL = List.of(
            new ServeScenario(
                    "1 KiB",
                    sized(),
                    1,
                    List.of(
                            ServeBar.rate(GYRE, List.of(NGINX), Bar.atLeast(1.15)),
                            ServeBar.rate(GYRE, ServeRun.PEERS, Bar.atLeast(3)),
                            ServeBar.tail(GYRE, NGINX),
                            ServeBar.of("allocated by " + GYRE, GYRE, Sample::allocated, Bar.within(ALLOCATED, "B")),
                            ServeBar.of(
                                    "allocated by " + BUNDLE, BUNDLE, Sample::allocated, Bar.within(ALLOCATED, "B")),
                            ServeBar.of(
                                    "left behind by " + GYRE,
                                    GYRE,
                                    sample -> sample.retained() / 1024,
                                    Bar.within(RETAINED_KIB, "KiB")))),
            new ServeScenario("64 KiB", sized(), 64, larger()),
            new ServeScenario("1 MiB", sized(), 1024, larger()),
            new ServeScenario(
                    "many files",
                    List.of(ServeRun.of(FEW), ServeRun.of(MANY)),
                    0,
                    List.of(ServeBar.rate(ServeRun.of(MANY), List.of(ServeRun.of(FEW)), Bar.atLeast(0.9)))));

    private static List<String> sized() {
        return Stream.concat(Stream.of(GYRE, BUNDLE, NGINX), ServeRun.PEERS.stream())
                .toList();
    }

    private static List<ServeBar> larger() {
        return List.of(
                ServeBar.rate(GYRE, List.of(NGINX), Bar.atLeast(1)),
                ServeBar.rate(BUNDLE, List.of(NGINX), Bar.atLeast(1.2)),
                ServeBar.rate(GYRE, ServeRun.PEERS, Bar.moreThan(1)),
                ServeBar.tail(GYRE, NGINX));
    }

    /** The numbers of files that the arms need folders for. */
    static List<Integer> counts() {
        return List.of(FEW, MANY);
    }

    Sample measure(ServeRun run, String arm, Duration time) {
        if (kib > 0) {
            return run.measure(arm, kib, time);
        }
        return run.measureMany(arm.equals(ServeRun.of(FEW)) ? FEW : MANY, time);
    }
}
