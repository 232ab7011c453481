package dev.gyre.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON that JMH writes. */
final class JmhResults {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JmhResults() {}

    static List<Measurement> parse(InputStream json) throws IOException {
        List<Measurement> all = new ArrayList<>();
        JSON.readTree(json).forEach(run -> all.add(measurement(run)));
        return all;
    }

    private static Measurement measurement(JsonNode run) {
        String benchmark = run.path("benchmark").asText();
        int method = benchmark.lastIndexOf('.');
        int type = benchmark.lastIndexOf('.', method - 1);
        Map<String, String> params = new LinkedHashMap<>();
        run.path("params")
                .properties()
                .forEach(param -> params.put(param.getKey(), param.getValue().asText()));
        Map<String, Figure> secondary = new LinkedHashMap<>();
        run.path("secondaryMetrics")
                .properties()
                .forEach(metric -> secondary.put(metric.getKey(), figure(metric.getValue())));
        return new Measurement(
                benchmark.substring(type + 1, method),
                benchmark.substring(method + 1),
                run.path("threads").asInt(),
                params,
                figure(run.path("primaryMetric")),
                secondary);
    }

    private static Figure figure(JsonNode metric) {
        List<Double> raw = new ArrayList<>();
        metric.path("rawData").forEach(fork -> fork.forEach(value -> raw.add(number(value))));
        return new Figure(
                number(metric.path("score")),
                number(metric.path("scoreError")),
                metric.path("scoreUnit").asText(),
                raw);
    }

    /** JMH writes what it could not compute as the text "NaN". */
    private static double number(JsonNode value) {
        return value.isNumber() ? value.doubleValue() : Double.NaN;
    }
}
