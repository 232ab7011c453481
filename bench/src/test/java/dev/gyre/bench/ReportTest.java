package dev.gyre.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportTest {

    @Test
    void writesARowForEachComparisonAsMarkdown() throws IOException {
        String text = MarkdownReport.of(Samples.report(false));

        assertThat(text)
                .contains("| stage | case | naive | gyre | ratio | bar | verdict | B/op | drops |\n")
                .containsPattern(
                        "\\| 1 \\| 2 threads( \\(MAX\\))? \\| 60.0 ns/op ± 10.0 % \\| 12.0 ns/op \\| 5.00x \\| >= 4x \\| met \\| 0 / 0 \\|  \\|\n")
                .contains("| 10 | 10 listeners / 0 hooks / 4 publishers | 40.0k ops/s ± 5.00 % | 4.00M ops/s ± 2.50 % "
                        + "| 100x | >= 5x | met | 700 / 78.4 | 0 / 0 |\n")
                .contains("publishers: p99 delivery | 2000 µs | 600 µs | 0.3x | <= 0.2x | missed |  | 0 / 0 |\n")
                .contains("publishers: return of publish | 100 ns/event | 300 ns/event | 3.00x |  |  |  | 0 / 0 |\n")
                .contains("publishers: order violations | 7 | 0 |  | 0 | met |  | 0 / 0 |\n");
    }

    @Test
    void keepsPeersInATableOfTheirOwn() throws IOException {
        String text = MarkdownReport.of(Samples.report(false));

        assertThat(text)
                .endsWith("| 10 | 10 listeners / 0 hooks / 4 publishers | peerSubmissionPublisher "
                        + "| 2.00M ops/s ± 5.00 % | 4.00M ops/s ± 2.50 % | 2.00x |  |  | 130 / 78.4 | 0 / 0 |\n");
    }

    @Test
    void saysWhenItIsNoMeasurement() throws IOException {
        assertThat(MarkdownReport.of(Samples.report(true))).startsWith("**quick: not a measurement**\n");
        assertThat(HtmlReport.of(Samples.report(true))).contains("quick: not a measurement");
        assertThat(MarkdownReport.of(Samples.report(false))).doesNotContain("not a measurement");
    }

    @Test
    void tellsWhereItWasMeasured() throws IOException {
        assertThat(MarkdownReport.of(Samples.report(false)))
                .contains(
                        "Some VM 17, flags [-Xmx1g], Some CPU <2 GHz>, 2 cores, Linux 6, load average at the start 0.5");
    }

    @Test
    void writesAPageThatNeedsNothingElse() throws IOException {
        String page = HtmlReport.of(Samples.report(false));

        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("prefers-color-scheme: dark")
                .contains("<td class=\"met\">met</td>", "<td class=\"missed\">missed</td>")
                .contains("Some CPU &lt;2 GHz&gt;")
                .doesNotContain("http:", "https:", "<script", "src=", "@import", "url(")
                .endsWith("</html>\n");
    }

    @Test
    void drawsTwoBarsForEachPair() throws IOException {
        Report report = Samples.report(false);

        Report.Chapter events = report.chapters().stream()
                .filter(chapter -> chapter.stage().number() == 10)
                .findFirst()
                .orElseThrow();
        String chart = BarChart.of("Stage 10", events.rows());

        assertThat(chart.split("<rect class=\"other\"", -1)).hasSize(5);
        assertThat(chart.split("<rect class=\"gyre\"", -1)).hasSize(5);
        assertThat(chart).contains("<rect class=\"gyre\" x=\"380\" y=\"15\" width=\"420.0\"", "width=\"4.2\"");
    }

    @Test
    void drawsNothingWithoutFigures() {
        assertThat(BarChart.of("Stage 1", List.of())).isEmpty();
    }
}
