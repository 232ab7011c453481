package dev.gyre.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gyre.bench.page.PageRun.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PageReportTest {

    private static final PageScenario SCENARIO = PageScenario.beside("some calls", "calls/s", Bar.atLeast(3));

    @TempDir
    private Path folder;

    private static PageReport report(boolean quick, double... gyre) {
        return report(SCENARIO, quick, gyre);
    }

    private static PageReport report(PageScenario scenario, boolean quick, double... gyre) {
        Environment environment = new Environment("Some VM 17", List.of(), "Some CPU", 2, "Linux 6", 0.5, quick);
        PageResult result = new PageResult(scenario, rounds(1000, 90, 100, 120), rounds(40, gyre));
        return PageReport.besideSocket(environment, "chrome 1", List.of(result));
    }

    private static List<Sample> rounds(double cost, double... rates) {
        return Arrays.stream(rates).mapToObj(rate -> new Sample(rate, cost)).toList();
    }

    @Test
    void setsTheMiddleRoundsBesideEachOther() {
        assertThat(report(false, 400, 200, 350).table())
                .contains("Some VM 17")
                .contains("chrome 1")
                .endsWith(
                        "| some calls | 100 calls/s ± 20.0 % | 350 calls/s ± 42.9 % | 3.50x | >= 3x | met | 1000 / 40.0 |\n");
    }

    @Test
    void saysWhatMissedItsBarAndWhatIsNoMeasurement() {
        assertThat(report(true, 200).table())
                .startsWith("**quick: not a measurement**\n")
                .endsWith("| 200 calls/s | 2.00x | >= 3x | missed | 1000 / 40.0 |\n");
    }

    @Test
    void holdsARateToItsBarWhateverTheRatio() {
        PageScenario scenario =
                new PageScenario("a stream", "items/s", PageScenario.Judged.RATE, Bar.reaching(300, "items/s"));

        assertThat(report(scenario, false, 299).table()).contains("| 2.99x | >= 300 items/s | missed |");
        assertThat(report(scenario, false, 300).table()).contains("| 3.00x | >= 300 items/s | met |");
    }

    @Test
    void holdsWhatIsAddedToItsBarWhateverTheRest() {
        PageScenario scenario = PageScenario.adding("a first page", "ms", Bar.within(50, "ms"));

        assertThat(report(scenario, false, 150).table()).contains("| +50.0 ms | <= 50 ms | met |");
        assertThat(report(scenario, false, 151).table()).contains("| +51.0 ms | <= 50 ms | missed |");
        assertThat(report(scenario, false, 90).table()).contains("| -10.0 ms | <= 50 ms | met |");
    }

    @Test
    void keepsEveryRound() throws IOException {
        Path file = folder.resolve("page.json");

        report(false, 400, 200, 350).write(file);

        JsonNode all = new ObjectMapper().readTree(file.toFile());
        JsonNode result = all.path("results").path(0);
        assertThat(all.path("environment").path("cores").asInt()).isEqualTo(2);
        assertThat(result.path("gyre").findValuesAsText("rate")).containsExactly("400.0", "200.0", "350.0");
        assertThat(result.path("bare").findValuesAsText("cost")).containsExactly("1000.0", "1000.0", "1000.0");
        assertThat(result.path("ratio").asDouble()).isEqualTo(3.5);
        assertThat(result.path("verdict").asText()).isEqualTo("met");
    }

    @Test
    void hasNoMiddleWithoutRounds() {
        assertThatThrownBy(() -> PageResult.middle(List.of())).hasMessage("rounds: 0 (expected: at least 1)");
    }
}
