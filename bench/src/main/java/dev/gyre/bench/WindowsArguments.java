package dev.gyre.bench;

import dev.gyre.bench.windows.Natives;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What the {@code windows} command was asked for.
 *
 * @param scenarios what to measure, never empty
 * @param quick whether to run very short, to see that all works
 * @param natives the folder of Chromium's own files
 * @param results the directory for the figures
 */
record WindowsArguments(List<PageScenario> scenarios, boolean quick, Path natives, Path results) {

    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final Duration QUICK_ROUND = Duration.ofMillis(200);
    private static final Duration SETTLED = Duration.ofSeconds(1);
    private static final int FURTHER = 4;

    /**
     * Reads the words after {@code windows}.
     *
     * @throws IllegalArgumentException if a word is unknown, or an option's value missing or out of range
     */
    static WindowsArguments parse(List<String> words) {
        List<PageScenario> scenarios = new ArrayList<>();
        boolean quick = false;
        Path natives = Natives.DEFAULT;
        Path results = StagesArguments.DEFAULT_RESULTS;
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            switch (word) {
                case "--quick" -> quick = true;
                case "--only" ->
                    scenarios.addAll(PageScenario.containing(StagesArguments.value(word, rest), WindowScenarios.all()));
                case "--natives" -> natives = Path.of(StagesArguments.value(word, rest));
                case "--results" -> results = Path.of(StagesArguments.value(word, rest));
                default ->
                    throw new IllegalArgumentException(
                            "option: " + word + " (expected: --quick, --only WORD, --natives DIR or --results DIR)");
            }
        }
        return new WindowsArguments(
                scenarios.isEmpty() ? WindowScenarios.all() : List.copyOf(scenarios), quick, natives, results);
    }

    /** Measurements of each arm, those that warm up apart. */
    int rounds() {
        return quick ? 1 : ROUNDS;
    }

    Duration round() {
        return quick ? QUICK_ROUND : ROUND;
    }

    /** How long windows are left alone before their memory is looked at. */
    Duration settled() {
        return quick ? Duration.ZERO : SETTLED;
    }

    /** How many windows are opened after the first. */
    int further() {
        return quick ? 1 : FURTHER;
    }

    /** Those of some rows that were asked for. */
    List<PageScenario> asked(List<PageScenario> rows) {
        return rows.stream().filter(scenarios::contains).toList();
    }
}
