package dev.gyre.bench;

import dev.gyre.bench.page.PageRun.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What came of one scenario.
 *
 * @param scenario what was measured
 * @param bare the rounds of what Gyre is set beside
 * @param gyre those of Gyre, each beside one of the other
 */
record PageResult(PageScenario scenario, List<Sample> bare, List<Sample> gyre) {

    static final String BARE = "bare";
    static final String GYRE = "gyre";

    /** What a measurement gives in both arms, in every round, each first in every other, after a round that is not kept. */
    static <T> Map<String, List<T>> alternate(int rounds, Function<String, T> measurement) {
        Map<String, List<T>> byArm = new HashMap<>();
        List<String> order = new ArrayList<>(List.of(BARE, GYRE));
        for (int i = 0; i <= rounds; i++) {
            for (String arm : order) {
                byArm.computeIfAbsent(arm, first -> new ArrayList<>()).add(measurement.apply(arm));
            }
            Collections.reverse(order);
        }
        byArm.values().forEach(all -> all.remove(0));
        return byArm;
    }

    static PageResult of(PageScenario scenario, Map<String, List<Sample>> byArm) {
        return new PageResult(scenario, byArm.getOrDefault(BARE, List.of()), byArm.getOrDefault(GYRE, List.of()));
    }

    /** Gyre's middle round over that of the other. */
    double ratio() {
        return middle(gyre).rate() / middle(bare).rate();
    }

    String comparison() {
        return scenario.compare(middle(bare).rate(), middle(gyre).rate());
    }

    Verdict verdict() {
        return scenario.judge(middle(bare).rate(), middle(gyre).rate());
    }

    /** The round in the middle by its rate. */
    static Sample middle(List<Sample> rounds) {
        return rounds.stream()
                .sorted(Comparator.comparingDouble(Sample::rate))
                .skip(rounds.size() / 2)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("rounds: 0 (expected: at least 1)"));
    }
}
