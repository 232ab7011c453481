package dev.gyre.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.gyre.bench.serve.ServeRun.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The results of the server benchmark with where they were taken.
 *
 * @param environment where
 * @param results the rounds of each arm, by scenario
 */
record ServeReport(Environment environment, Map<ServeScenario, Map<String, List<Sample>>> results) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final double MICROS_A_MILLI = 1000;

    /** Two Markdown tables: the median of each arm with how far its rounds lie apart, and what Gyre is held to. */
    String tables() {
        StringBuilder text = new StringBuilder();
        if (environment.quick()) {
            text.append("**").append(Report.QUICK).append("**\n\n");
        }
        text.append(environment.line()).append("\n\n");
        text.append("| file | server | rate | p50 | p99 | CPU | allocated |\n");
        text.append("| --- | --- | --- | --- | --- | --- | --- |\n");
        results.forEach((scenario, byArm) -> byArm.forEach((arm, rounds) -> text.append(row(scenario, arm, rounds))));
        text.append("\n| file | what | figure | bar | verdict |\n| --- | --- | --- | --- | --- |\n");
        results.forEach((scenario, byArm) -> scenario.bars().forEach(bar -> text.append(row(scenario, bar, byArm))));
        return text.toString();
    }

    private static String row(ServeScenario scenario, String arm, List<Sample> rounds) {
        double allocated = ServeBar.median(rounds, Sample::allocated);
        return "| "
                + String.join(
                        " | ",
                        scenario.name(),
                        arm,
                        rate(rounds),
                        millis(rounds, Sample::p50),
                        millis(rounds, Sample::p99),
                        Numbers.significant(ServeBar.median(rounds, Sample::cpu)) + " %",
                        Double.isNaN(allocated) ? "" : Numbers.significant(allocated) + " B")
                + " |\n";
    }

    private static String rate(List<Sample> rounds) {
        double middle = ServeBar.median(rounds, Sample::rate);
        double apart = rounds.stream()
                .mapToDouble(sample -> Math.abs(sample.rate() - middle))
                .max()
                .orElse(0);
        return Numbers.withUnit(middle, "requests/s") + " ± " + Numbers.significant(100 * apart / middle) + " %";
    }

    private static String millis(List<Sample> rounds, ToDoubleFunction<Sample> micros) {
        return Numbers.significant(ServeBar.median(rounds, micros) / MICROS_A_MILLI) + " ms";
    }

    private static String row(ServeScenario scenario, ServeBar bar, Map<String, List<Sample>> byArm) {
        double value = bar.value(byArm);
        return "| "
                + String.join(
                        " | ",
                        scenario.name(),
                        bar.name(),
                        bar.text(value),
                        bar.bar().text(),
                        bar.bar().judge(value).toString())
                + " |\n";
    }

    /** Everything that was measured, and what the table says of it. */
    void write(Path file) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("environment", environment);
        results.forEach((scenario, byArm) -> {
            Map<String, Object> raw = new LinkedHashMap<>();
            raw.put("rounds", byArm);
            Map<String, Object> bars = new LinkedHashMap<>();
            scenario.bars().forEach(bar -> bars.put(bar.name(), bar.value(byArm)));
            raw.put("bars", bars);
            all.put(scenario.name(), raw);
        });
        JSON.writeValue(file.toFile(), all);
    }
}
