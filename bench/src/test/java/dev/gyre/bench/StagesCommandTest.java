package dev.gyre.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.RunnerException;

final class StagesCommandTest {

    /** JMH refuses to run twice at once on a machine; a test measures nothing and may. */
    private static final String IGNORE_LOCK = "jmh.ignoreLock";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    Path results;

    @BeforeEach
    void ignoreLock() {
        System.setProperty(IGNORE_LOCK, "true");
    }

    @AfterEach
    void restoreLock() {
        System.clearProperty(IGNORE_LOCK);
    }

    @Test
    void measuresAndReportsAStage() throws IOException, RunnerException {
        Stage ids = Stages.ALL.get(0);
        Stage alone = new Stage(ids.number(), ids.title(), ids.benchmarks(), false, ids.rules());

        command(alone).run();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("**quick: not a measurement**\n")
                .containsPattern(
                        "\\| 1 \\| 1 thread \\| [\\d.]+ ns/op \\| [\\d.]+ ns/op \\| [\\d.]+x \\| >= 1x \\| (met|missed) \\|")
                .contains("| 1 | 1 thread (gyreBlocks) |");
        assertThat(json("-environment.json").path("cores").asInt())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(json(".json"))
                .hasSize(3)
                .allSatisfy(run -> assertThat(run.path("secondaryMetrics").has("gc.alloc.rate.norm"))
                        .isTrue());
        assertThat(file(".html")).content().contains("<svg");
        assertThat(file("-stage-1-threads-1.log")).content().contains("Stage01Ids.naive");
    }

    private StagesCommand command(Stage stage) {
        PrintStream text = new PrintStream(out, true, StandardCharsets.UTF_8);
        StagesArguments arguments = new StagesArguments(List.of(stage), true, results);
        return new StagesCommand(arguments, text, new PrintStream(PrintStream.nullOutputStream()));
    }

    private JsonNode json(String ending) throws IOException {
        return new ObjectMapper().readTree(file(ending).toFile());
    }

    /** The one file whose name is the run's stamp and this ending. */
    private Path file(String ending) throws IOException {
        String name = "stages-\\d{8}-\\d{6}" + Pattern.quote(ending);
        try (Stream<Path> all = Files.list(results)) {
            return all.filter(path -> path.getFileName().toString().matches(name))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
