package dev.gyre.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.gyre.bench.page.PageRun.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of the page benchmark with where they were taken.
 *
 * @param environment where
 * @param browser its name and version
 * @param results a row each
 */
record PageReport(Environment environment, String browser, List<PageResult> results) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** A Markdown table: the middle round of each arm, and how far the rounds lie apart. */
    String table() {
        StringBuilder text = new StringBuilder();
        if (environment.quick()) {
            text.append("**").append(Report.QUICK).append("**\n\n");
        }
        text.append(environment.line()).append(", ").append(browser).append("\n\n");
        text.append("| scenario | bare socket | gyre | ratio | bar | verdict | messages for 1,000 |\n");
        text.append("| --- | --- | --- | --- | --- | --- | --- |\n");
        results.forEach(result -> text.append(row(result)));
        return text.toString();
    }

    private static String row(PageResult result) {
        String unit = result.scenario().unit();
        return "| "
                + String.join(
                        " | ",
                        result.scenario().name(),
                        cell(result.bare(), unit),
                        cell(result.gyre(), unit),
                        Numbers.significant(result.ratio()) + "x",
                        result.scenario().bar().text(),
                        result.verdict().toString(),
                        Numbers.significant(PageResult.middle(result.bare()).deliveries()) + " / "
                                + Numbers.significant(
                                        PageResult.middle(result.gyre()).deliveries()))
                + " |\n";
    }

    private static String cell(List<Sample> rounds, String unit) {
        double middle = PageResult.middle(rounds).rate();
        double apart = rounds.stream()
                .mapToDouble(sample -> Math.abs(sample.rate() - middle))
                .max()
                .orElse(0);
        String figure = Numbers.withUnit(middle, unit);
        return apart == 0 ? figure : figure + " ± " + Numbers.significant(100 * apart / middle) + " %";
    }

    /** Everything that was measured, and what the table says of it. */
    void write(Path file) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("environment", environment);
        all.put("browser", browser);
        all.put("results", results.stream().map(PageReport::raw).toList());
        JSON.writeValue(file.toFile(), all);
    }

    private static Map<String, Object> raw(PageResult result) {
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("scenario", result.scenario().name());
        raw.put("unit", result.scenario().unit());
        raw.put("bare", result.bare());
        raw.put("gyre", result.gyre());
        raw.put("ratio", result.ratio());
        raw.put("bar", result.scenario().bar().text());
        raw.put("verdict", result.verdict().toString());
        return raw;
    }
}
