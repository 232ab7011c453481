package dev.gyre.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What the {@code page} command was asked for.
 *
 * @param scenarios what to measure, never empty
 * @param quick whether to run very short, to see that all works
 * @param results the directory for the figures
 * @param soak how long to soak instead, or zero to measure
 */
record PageArguments(List<PageScenario> scenarios, boolean quick, Path results, Duration soak) {

    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(3);
    private static final Duration SOAK = Duration.ofSeconds(60);
    private static final Duration QUICK_SOAK = Duration.ofSeconds(2);
    private static final Duration QUICK_ROUND = Duration.ofMillis(200);

    /**
     * Reads the words after {@code page}.
     *
     * @throws IllegalArgumentException if a word is unknown, or an option's value missing or out of range
     */
    static PageArguments parse(List<String> words) {
        List<PageScenario> scenarios = new ArrayList<>();
        boolean quick = false;
        Duration soak = Duration.ZERO;
        Path results = StagesArguments.DEFAULT_RESULTS;
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            switch (word) {
                case "--quick" -> quick = true;
                case "--only" ->
                    scenarios.addAll(PageScenario.containing(StagesArguments.value(word, rest), PageScenario.ALL));
                case "--soak" -> soak = SOAK;
                case "--results" -> results = Path.of(StagesArguments.value(word, rest));
                default ->
                    throw new IllegalArgumentException(
                            "option: " + word + " (expected: --quick, --only WORD, --soak or --results DIR)");
            }
        }
        Duration soaking = quick && !soak.isZero() ? QUICK_SOAK : soak;
        return new PageArguments(
                scenarios.isEmpty() ? PageScenario.ALL : List.copyOf(scenarios), quick, results, soaking);
    }

    /** Measurements of each arm, those that warm up apart. */
    int rounds() {
        return quick ? 1 : ROUNDS;
    }

    Duration round() {
        return quick ? QUICK_ROUND : ROUND;
    }
}
