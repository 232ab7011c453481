package dev.gyre.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What the {@code serve} command was asked for.
 *
 * @param scenarios what to measure, never empty
 * @param quick whether to run very short, to see that all works
 * @param results the directory for the figures
 */
record ServeArguments(List<ServeScenario> scenarios, boolean quick, Path results) {

    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(2);

    /** The least that wrk knows. */
    private static final Duration QUICK_ROUND = Duration.ofSeconds(1);

    /**
     * On two cores a virtual machine still compiles after thirty seconds, for the load leaves no core to its compiler: until
     * that is done, requests wait for it, and the 99th percentile is that of the compiler.
     */
    private static final Duration WARM_UP = Duration.ofSeconds(40);

    /**
     * Reads the words after {@code serve}.
     *
     * @throws IllegalArgumentException if a word is unknown, or an option's value missing or out of range
     */
    static ServeArguments parse(List<String> words) {
        List<ServeScenario> scenarios = new ArrayList<>();
        boolean quick = false;
        Path results = StagesArguments.DEFAULT_RESULTS;
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            switch (word) {
                case "--quick" -> quick = true;
                case "--only" -> scenarios.add(named(StagesArguments.value(word, rest)));
                case "--results" -> results = Path.of(StagesArguments.value(word, rest));
                default ->
                    throw new IllegalArgumentException(
                            "option: " + word + " (expected: --quick, --only NAME or --results DIR)");
            }
        }
        return new ServeArguments(scenarios.isEmpty() ? ServeScenario.ALL : List.copyOf(scenarios), quick, results);
    }

    private static ServeScenario named(String name) {
        return ServeScenario.ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--only: " + name + " (expected: one of "
                        + ServeScenario.ALL.stream().map(ServeScenario::name).toList() + ")"));
    }

    /** Measurements of each arm, those that warm up apart. */
    int rounds() {
        return quick ? 1 : ROUNDS;
    }

    Duration round() {
        return quick ? QUICK_ROUND : ROUND;
    }

    Duration warmUp() {
        return quick ? QUICK_ROUND : WARM_UP;
    }
}
