package dev.gyre.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gyre.bench.page.PageRun;
import dev.gyre.bench.page.PageRun.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page benchmark in a real browser, too short to measure anything. */
final class PageCommandTest {

    @TempDir
    private Path results;

    @BeforeAll
    static void requireBrowser() {
        if (PageRun.isPossible()) {
            return;
        }
        String message = "PAGE TESTS DID NOT RUN: no Chromium with its chromedriver on the PATH";
        if (System.getProperty("gyre.browser", "optional").equals("required")) {
            throw new AssertionError(message);
        }
        System.getLogger(PageCommandTest.class.getName()).log(System.Logger.Level.ERROR, message);
        abort(message);
    }

    @Test
    void measuresEveryScenarioInBothArmsAndKeepsTheFigures() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PageArguments quick = new PageArguments(PageScenario.ALL, true, results, Duration.ZERO);

        new PageCommand(
                        quick,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(PrintStream.nullOutputStream()))
                .run();

        String table = out.toString(StandardCharsets.UTF_8);
        assertThat(table).startsWith("**quick: not a measurement**\n");
        assertThat(PageScenario.ALL).allSatisfy(row -> assertThat(table).contains("| " + row.name() + " | "));
        assertThat(figures().path("results"))
                .hasSameSizeAs(PageScenario.ALL)
                .allSatisfy(
                        row -> assertThat(row.path("gyre").path(0).path("rate").asDouble())
                                .isPositive());
    }

    private JsonNode figures() throws IOException {
        try (Stream<Path> files = Files.list(results)) {
            return new ObjectMapper().readTree(files.findFirst().orElseThrow().toFile());
        }
    }

    @Test
    void soaksAndTellsWhatBothProcessesHold() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new SoakCommand(
                        Duration.ofSeconds(1),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(PrintStream.nullOutputStream()))
                .run();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("100 streams of 1 MiB/s for 1 s: ")
                .containsPattern("Java heap \\| [0-9.]+ MiB \\| [0-9.]+ MiB")
                .containsPattern("page heap \\| [0-9.]+ MiB \\| [0-9.]+ MiB");
    }

    @Test
    void batchesTheCallsOfATurnAndNothingOfTheBareSocket() throws IOException {
        try (PageRun run = PageRun.start(Duration.ofSeconds(1))) {
            Duration time = Duration.ofMillis(200);

            Sample gyre = run.measure("round trips, 1,000 in one turn", "gyre", time);
            Sample bare = run.measure("round trips, 1,000 in one turn", "bare", time);

            assertThat(gyre.cost()).isBetween(1.0, 500.0);
            assertThat(bare.cost()).isEqualTo(1000);
            assertThatThrownBy(() -> run.measure("other", "gyre", time))
                    .hasMessageStartingWith("other (gyre): {failed=Error: scenario: other (gyre)");
        }
    }
}
