package dev.gyre.bench;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A small file as JMH writes it, and measurements made by hand. */
final class Samples {

    private Samples() {}

    static List<Measurement> measurements() throws IOException {
        try (InputStream json = Samples.class.getResourceAsStream("sample.json")) {
            return JmhResults.parse(Objects.requireNonNull(json));
        }
    }

    static Report report(boolean quick) throws IOException {
        Environment environment =
                new Environment("Some VM 17", List.of("-Xmx1g"), "Some CPU <2 GHz>", 2, "Linux 6", 0.5, quick);
        return Report.of(Stages.ALL, measurements(), environment);
    }

    static Measurement nanos(String method, int threads, double score, Map<String, Figure> secondary) {
        Figure primary = new Figure(score, Double.NaN, "ns/op", List.of(score));
        return new Measurement("Bench", method, threads, Map.of(), primary, secondary);
    }

    static Figure count(double... raw) {
        List<Double> all = Arrays.stream(raw).boxed().toList();
        return new Figure(Double.NaN, Double.NaN, "#", all);
    }
}
