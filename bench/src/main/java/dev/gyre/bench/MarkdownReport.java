package dev.gyre.bench;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The report as Markdown: one table of stages, and one of peers where there are any. */
final class MarkdownReport {

    private static final List<String> HEAD =
            List.of("stage", "case", "naive", "gyre", "ratio", "bar", "verdict", "B/op", "drops");

    private static final List<String> PEER_HEAD =
            List.of("stage", "case", "peer", "figure", "gyre", "ratio", "bar", "verdict", "B/op", "drops");

    private MarkdownReport() {}

    static String of(Report report) {
        StringBuilder text = new StringBuilder();
        if (report.environment().quick()) {
            text.append("**").append(Report.QUICK).append("**\n\n");
        }
        text.append(report.environment().line())
                .append("\n\n")
                .append(Report.RATIO)
                .append("\n\n");
        table(text, HEAD, report.rows().stream().filter(row -> !row.isPeer()).map(MarkdownReport::cells));
        if (report.rows().stream().anyMatch(Row::isPeer)) {
            text.append('\n');
            table(text, PEER_HEAD, report.rows().stream().filter(Row::isPeer).map(MarkdownReport::peerCells));
        }
        return text.toString();
    }

    private static List<String> cells(Row row) {
        return List.of(
                String.valueOf(row.stage()),
                name(row),
                row.other().text(),
                row.gyre().text(),
                row.ratioText(),
                row.bar().text().strip(),
                row.verdict().toString(),
                bytes(row),
                drops(row));
    }

    private static List<String> peerCells(Row row) {
        return List.of(
                String.valueOf(row.stage()),
                row.name(),
                row.other().arm(),
                row.other().text(),
                row.gyre().text(),
                row.ratioText(),
                row.bar().text().strip(),
                row.verdict().toString(),
                bytes(row),
                drops(row));
    }

    /** The case, with the arms where they are not simply naive and gyre. */
    static String name(Row row) {
        String arms = Stream.of(row.other().arm(), row.gyre().arm())
                .filter(arm -> !arm.isEmpty() && !arm.equals("naive") && !arm.equals("gyre"))
                .collect(Collectors.joining(", "));
        return arms.isEmpty() ? row.name() : row.name() + " (" + arms + ")";
    }

    static String bytes(Row row) {
        return both(row.other().bytes(), row.gyre().bytes(), Numbers::bytes);
    }

    static String drops(Row row) {
        return both(row.other().drops(), row.gyre().drops(), Numbers::plain);
    }

    /** Theirs, then ours; one figure where there is one arm, nothing where it does not apply. */
    private static String both(double other, double gyre, DoubleFunction<String> form) {
        if (Double.isNaN(gyre)) {
            return "";
        }
        return Double.isNaN(other) ? form.apply(gyre) : form.apply(other) + " / " + form.apply(gyre);
    }

    private static void table(StringBuilder text, List<String> head, Stream<List<String>> rows) {
        line(text, head);
        line(text, head.stream().map(column -> "---").toList());
        rows.forEach(cells -> line(text, cells));
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
