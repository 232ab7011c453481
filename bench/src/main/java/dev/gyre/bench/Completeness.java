package dev.gyre.bench;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Whether a run has figures for all that it was to measure. A peer that lost an event, or hung, has only spoilt its own
 * figures; anything else that failed has spoilt the run.
 */
final class Completeness {

    private Completeness() {}

    /**
     * Names the peers that have no figures for some of their cases.
     *
     * @throws RunnerException if something else has none
     */
    static List<String> check(Options options, Collection<RunResult> results) throws RunnerException {
        List<String> missing = missing(
                listed(options),
                results.stream().map(run -> run.getParams().getBenchmark()).toList());
        for (String name : missing) {
            if (!isPeer(name)) {
                throw new RunnerException("no figures: " + name + " (expected: in every case)");
            }
        }
        return missing;
    }

    private static List<String> listed(Options options) {
        OutputFormat silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        return BenchmarkList.defaultList().find(silent, options.getIncludes(), options.getExcludes()).stream()
                .map(BenchmarkListEntry::getUsername)
                .toList();
    }

    /** Those with fewer cases than others of their class, or with none. */
    static List<String> missing(Collection<String> benchmarks, Collection<String> finished) {
        Map<String, Long> cases = finished.stream().collect(groupingBy(identity(), counting()));
        return benchmarks.stream()
                .filter(name -> cases.getOrDefault(name, 0L) < mostOfClass(name, cases))
                .toList();
    }

    private static long mostOfClass(String name, Map<String, Long> cases) {
        return cases.entrySet().stream()
                .filter(each -> classOf(each.getKey()).equals(classOf(name)))
                .mapToLong(Map.Entry::getValue)
                .max()
                .orElse(1);
    }

    private static String classOf(String benchmark) {
        return benchmark.substring(0, benchmark.lastIndexOf('.'));
    }

    private static boolean isPeer(String benchmark) {
        return benchmark.startsWith("peer", benchmark.lastIndexOf('.') + 1);
    }
}
