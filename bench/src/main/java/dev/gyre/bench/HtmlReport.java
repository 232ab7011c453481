package dev.gyre.bench;

import java.util.List;

/** The report as one page that needs nothing else: no network, no script. Light or dark as the reader prefers. */
final class HtmlReport {

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Gyre: stages</title>
            <style>
            :root { color-scheme: light dark; --text: #1d2330; --soft: #5b6475; --line: #d9dee8; --back: #fbfcfe;
              --naive: #a9b1c0; --gyre: #2f6fde; --met: #1a7f45; --missed: #b3362c; }
            @media (prefers-color-scheme: dark) {
              :root { --text: #e4e8f0; --soft: #98a2b5; --line: #313a4b; --back: #12161f;
                --naive: #5d687c; --gyre: #6fa3ff; --met: #5fcf8f; --missed: #ff8a7d; } }
            body { margin: 2rem auto; padding: 0 1rem; max-width: 76rem; color: var(--text); background: var(--back);
              font: 15px/1.5 system-ui, sans-serif; }
            h1, h2 { line-height: 1.2; } p { color: var(--soft); }
            .quick { color: var(--missed); font-weight: 600; }
            .scroll { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
            th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: left; white-space: nowrap; }
            .met { color: var(--met); font-weight: 600; } .missed { color: var(--missed); font-weight: 600; }
            svg { display: block; width: 100%; height: auto; margin: 1rem 0; }
            svg text { fill: var(--text); font: 12px system-ui, sans-serif; }
            svg .other { fill: var(--naive); } svg .gyre { fill: var(--gyre); }
            .legend .other { color: var(--naive); } .legend .gyre { color: var(--gyre); }
            </style>
            </head>
            <body>
            <h1>Gyre: stages</h1>
            """;

    private static final String LEGEND = """
            <p class="legend"><span class="other">■</span> naive or peer <span class="gyre">■</span> gyre; \
            each pair of bars has a scale of its own</p>
            """;

    private HtmlReport() {}

    static String of(Report report) {
        StringBuilder page = new StringBuilder(HEAD);
        if (report.environment().quick()) {
            page.append("<p class=\"quick\">").append(Report.QUICK).append("</p>\n");
        }
        paragraph(page, report.environment().line());
        paragraph(page, Report.RATIO);
        page.append(LEGEND);
        report.chapters().forEach(chapter -> chapter(page, chapter));
        return page.append("</body>\n</html>\n").toString();
    }

    private static void chapter(StringBuilder page, Report.Chapter chapter) {
        String title =
                "Stage " + chapter.stage().number() + ": " + chapter.stage().title();
        page.append("<h2>").append(escape(title)).append("</h2>\n");
        page.append(BarChart.of(title, chapter.rows()));
        page.append("<div class=\"scroll\"><table>\n<tr>");
        for (String column : List.of("case", "naive or peer", "gyre", "ratio", "bar", "verdict", "B/op", "drops")) {
            page.append("<th scope=\"col\">").append(column).append("</th>");
        }
        page.append("</tr>\n");
        chapter.rows().forEach(row -> row(page, row));
        page.append("</table></div>\n");
    }

    private static void row(StringBuilder page, Row row) {
        page.append("<tr>");
        cell(page, MarkdownReport.name(row));
        cell(page, row.other().text());
        cell(page, row.gyre().text());
        cell(page, row.ratioText());
        cell(page, row.bar().text().strip());
        String verdict = row.verdict().toString();
        page.append("<td class=\"")
                .append(verdict)
                .append("\">")
                .append(verdict)
                .append("</td>");
        cell(page, MarkdownReport.bytes(row));
        cell(page, MarkdownReport.drops(row));
        page.append("</tr>\n");
    }

    private static void cell(StringBuilder page, String text) {
        page.append("<td>").append(escape(text)).append("</td>");
    }

    private static void paragraph(StringBuilder page, String text) {
        page.append("<p>").append(escape(text)).append("</p>\n");
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
