package dev.gyre.bench;

import dev.gyre.bench.serve.ServeRun.Sample;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a server is held to: a figure of its own, or one beside the same of others.
 *
 * @param name what is judged
 * @param arm whose figure it is
 * @param figure which of its figures
 * @param others the best of whom it is divided by; empty where it stands for itself
 * @param bar what it must reach
 */
record ServeBar(String name, String arm, ToDoubleFunction<Sample> figure, List<String> others, Bar bar) {

    static ServeBar rate(String arm, List<String> others, Bar bar) {
        String against = others.size() == 1 ? others.get(0) : "the best of " + String.join(", ", others);
        return new ServeBar(arm + " over " + against, arm, Sample::rate, others, bar);
    }

    /** Not worse than another's. */
    static ServeBar tail(String arm, String other) {
        return new ServeBar(
                "p99 of " + arm + " over that of " + other, arm, Sample::p99, List.of(other), Bar.atMost(1));
    }

    static ServeBar of(String name, String arm, ToDoubleFunction<Sample> figure, Bar bar) {
        return new ServeBar(name, arm, figure, List.of(), bar);
    }

    double value(Map<String, List<Sample>> byArm) {
        double own = median(byArm.getOrDefault(arm, List.of()), figure);
        double best = others.stream()
                .mapToDouble(other -> median(byArm.getOrDefault(other, List.of()), figure))
                .max()
                .orElse(1);
        return own / best;
    }

    String text(double value) {
        return Numbers.significant(value) + (others.isEmpty() ? "" : "x");
    }

    static double median(List<Sample> rounds, ToDoubleFunction<Sample> figure) {
        return rounds.stream()
                .mapToDouble(figure)
                .boxed()
                .sorted(Comparator.naturalOrder())
                .skip(rounds.size() / 2)
                .findFirst()
                .orElse(Double.NaN);
    }
}
