package dev.gyre.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gyre.bench.windows.Natives;
import dev.gyre.bench.windows.Toolkit;
import dev.gyre.bench.windows.WindowProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The window benchmark in real windows, too short to measure anything. */
final class WindowsCommandTest {

    static final Path NATIVES = Path.of("target", "jcef");

    @TempDir
    private Path results;

    @BeforeAll
    static void requireDisplay() {
        if (WindowsCommand.hasDisplay()) {
            return;
        }
        String message = "WINDOW BENCHMARK DID NOT RUN: there is no display";
        if (System.getProperty("gyre.jcef", "optional").equals("required")) {
            throw new AssertionError(message);
        }
        System.getLogger(WindowsCommandTest.class.getName()).log(System.Logger.Level.ERROR, message);
        abort(message);
    }

    @Test
    void measuresEveryScenarioInBothArmsAndKeepsTheFigures() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WindowsArguments quick = new WindowsArguments(WindowScenarios.all(), true, NATIVES, results);

        new WindowsCommand(
                        quick,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(PrintStream.nullOutputStream()))
                .run();

        String table = out.toString(StandardCharsets.UTF_8);
        assertThat(table).startsWith("**quick: not a measurement**\n").contains("| scenario | bare toolkit | gyre |");
        assertThat(WindowScenarios.all()).allSatisfy(row -> assertThat(table).contains("| " + row.name() + " | "));
        assertThat(figures().path("results"))
                .hasSameSizeAs(WindowScenarios.all())
                .filteredOn(row -> !row.path("scenario").asText().endsWith("further window")) // a difference, and noise
                .allSatisfy(row -> Stream.of("bare", "gyre")
                        .forEach(arm -> assertThat(
                                        row.path(arm).path(0).path("rate").asDouble())
                                .as(row.path("scenario").asText())
                                .isPositive()));
    }

    private JsonNode figures() throws IOException {
        try (Stream<Path> files = Files.list(results)) {
            return new ObjectMapper().readTree(files.findFirst().orElseThrow().toFile());
        }
    }

    @ParameterizedTest
    @EnumSource
    void failsWhereAPageFindsAnythingWrong(Toolkit toolkit) {
        Natives natives = new Natives(NATIVES, List.of());
        try (WindowProcess process = WindowProcess.start(toolkit, PageResult.BARE, natives)) {
            assertThatThrownBy(() -> process.measure("other", PageResult.BARE, Duration.ofMillis(1)))
                    .hasMessageStartingWith("other (bare): failed: ")
                    .hasMessageContaining("scenario: other");
        }
    }
}
