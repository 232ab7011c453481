package dev.gyre.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.gyre.bench.page.PageRun.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of measurements in pages with where they were taken.
 *
 * @param environment where
 * @param browser its name and version
 * @param bare what Gyre is set beside
 * @param cost what stands beside rates
 * @param results a row each
 */
record PageReport(Environment environment, String browser, String bare, String cost, List<PageResult> results) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static PageReport besideSocket(Environment environment, String browser, List<PageResult> results) {
        return new PageReport(environment, browser, "bare socket", "messages for 1,000", results);
    }

    static PageReport besideToolkit(Environment environment, String browser, List<PageResult> results) {
        return new PageReport(environment, browser, "bare toolkit", "bytes allocated in Java for each", results);
    }

    /** Keeps the figures in a folder, and prints the table and where they are. */
    void print(PrintStream out, Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        String stamp = StagesCommand.STAMP.format(LocalDateTime.now(ZoneId.systemDefault()));
        Path raw = folder.resolve(name + "-" + stamp + ".json");
        write(raw);
        out.print(table());
        out.println();
        out.println("raw figures: " + raw);
    }

    /** A Markdown table: the middle round of each arm, and how far the rounds lie apart. */
    String table() {
        StringBuilder text = new StringBuilder();
        if (environment.quick()) {
            text.append("**").append(Report.QUICK).append("**\n\n");
        }
        text.append(environment.line()).append(", ").append(browser).append("\n\n");
        text.append("| scenario | " + bare + " | gyre | ratio | bar | verdict | " + cost + " |\n");
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
                        result.comparison(),
                        result.scenario().bar().text(),
                        result.verdict().toString(),
                        Numbers.significant(PageResult.middle(result.bare()).cost()) + " / "
                                + Numbers.significant(
                                        PageResult.middle(result.gyre()).cost()))
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
