package dev.gyre.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What the {@code stages} command was asked for.
 *
 * @param stages the stages to run, in order, never empty
 * @param quick whether to run very short, to see that all works
 * @param results the directory for raw figures and reports
 */
record StagesArguments(List<Stage> stages, boolean quick, Path results) {

    /** Beside the module, as seen from the root of the project; git ignores it. */
    static final Path DEFAULT_RESULTS = Path.of("bench", "results");

    /**
     * Reads the words after {@code stages}.
     *
     * @throws IllegalArgumentException if a word is unknown, or an option's value missing or out of range
     */
    static StagesArguments parse(List<String> words) {
        List<Stage> stages = new ArrayList<>();
        boolean quick = false;
        Path results = DEFAULT_RESULTS;
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            switch (word) {
                case "--quick" -> quick = true;
                case "--stage" -> stages.add(stage(value(word, rest)));
                case "--only" -> stages.add(only(value(word, rest)));
                case "--results" -> results = Path.of(value(word, rest));
                default ->
                    throw new IllegalArgumentException(
                            "option: " + word + " (expected: --quick, --stage N, --only NAME or --results DIR)");
            }
        }
        return new StagesArguments(stages.isEmpty() ? Stages.ALL : List.copyOf(stages), quick, results);
    }

    static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + ": nothing (expected: a value)");
        }
        return rest.next();
    }

    private static Stage stage(String number) {
        return Stages.ALL.stream()
                .filter(stage -> String.valueOf(stage.number()).equals(number))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--stage: " + number + " (expected: one of " + Stages.numbers() + ")"));
    }

    private static Stage only(String benchmark) {
        return Stages.ALL.stream()
                .filter(stage -> stage.benchmarks().contains(benchmark))
                .findFirst()
                .map(stage -> stage.only(benchmark))
                .orElseThrow(() -> new IllegalArgumentException(
                        "--only: " + benchmark + " (expected: one of " + Stages.benchmarks() + ")"));
    }
}
