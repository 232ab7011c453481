package dev.gyre.bench;

import java.util.Arrays;
import java.util.List;

/**
 * One stage of the performance plan: what is run for it and what its figures are held to.
 *
 * @param number its number in the plan
 * @param title what it is
 * @param benchmarks the simple names of its benchmark classes
 * @param contended whether it is run with more threads than one as well
 * @param rules make its rows
 */
record Stage(int number, String title, List<String> benchmarks, boolean contended, List<Rule> rules) {

    /** One thread; two and all for contention. On a machine of two cores the last two are one. */
    int[] threads() {
        return contended
                ? Arrays.stream(new int[] {1, 2, Runtime.getRuntime().availableProcessors()})
                        .distinct()
                        .toArray()
                : new int[] {1};
    }

    /** Whether windows of JCEF are among what it measures. */
    boolean hasJcef() {
        return benchmarks.contains(Stages.WINDOWS);
    }

    /** The pattern that names its benchmarks to JMH. */
    String include() {
        return "\\.(" + String.join("|", benchmarks) + ")\\.";
    }

    /** One of its benchmarks by itself. */
    Stage only(String benchmark) {
        return new Stage(number, title, List.of(benchmark), contended, rules);
    }

    List<Row> rows(List<Measurement> all) {
        List<Measurement> own =
                all.stream().filter(run -> benchmarks.contains(run.type())).toList();
        return rules.stream().flatMap(rule -> rule.rows(number, own)).toList();
    }
}
