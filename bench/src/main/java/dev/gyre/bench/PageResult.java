package dev.gyre.bench;

import dev.gyre.bench.page.PageRun.Sample;
import java.util.Comparator;
import java.util.List;

/**
 * What came of one scenario.
 *
 * @param scenario what was measured
 * @param bare the rounds of the bare socket
 * @param gyre those of Gyre, each beside one of the bare socket
 */
record PageResult(PageScenario scenario, List<Sample> bare, List<Sample> gyre) {

    /** Gyre's middle round over that of the bare socket. */
    double ratio() {
        return middle(gyre).rate() / middle(bare).rate();
    }

    Verdict verdict() {
        return scenario.judge(middle(gyre).rate(), ratio());
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
