package dev.gyre.bench;

import java.util.List;
import java.util.Locale;

/**
 * A chart of a stage as inline SVG: two bars a case, as long as their figures. Each case has a scale of its own, since
 * the cases of one stage differ by orders of magnitude; what is compared is the pair.
 */
final class BarChart {

    private static final int WIDTH = 1000;
    private static final int LABELS = 380;
    private static final int FIGURES = 200;
    private static final int BAR = 11;
    private static final int CASE = 34;

    private BarChart() {}

    static String of(String title, List<Row> rows) {
        List<Row> drawn = rows.stream().filter(BarChart::isPair).toList();
        if (drawn.isEmpty()) {
            return "";
        }
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
                WIDTH,
                drawn.size() * CASE,
                escape(title)));
        for (int i = 0; i < drawn.size(); i++) {
            pair(svg, drawn.get(i), i * CASE);
        }
        return svg.append("</svg>\n").toString();
    }

    private static boolean isPair(Row row) {
        return row.other().value() > 0 && row.gyre().value() > 0;
    }

    private static void pair(StringBuilder svg, Row row, int top) {
        double largest = Math.max(row.other().value(), row.gyre().value());
        String name = escape(MarkdownReport.name(row));
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n",
                LABELS - 10,
                top + BAR + 4,
                name));
        bar(svg, "other", row.other(), largest, top + 2);
        bar(svg, "gyre", row.gyre(), largest, top + 4 + BAR);
    }

    private static void bar(StringBuilder svg, String kind, Row.Cell cell, double largest, int top) {
        double length = Math.max(1, (WIDTH - LABELS - FIGURES) * cell.value() / largest);
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
                kind,
                LABELS,
                top,
                length,
                BAR));
        String figure = escape(cell.text());
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">%s</text>\n", LABELS + length + 6, top + BAR - 1, figure));
    }

    private static String escape(String text) {
        return HtmlReport.escape(text);
    }
}
