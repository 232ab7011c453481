package dev.gyre.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gyre.bench.serve.ServeRun.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServeReportTest {

    private static final ServeScenario SCENARIO = new ServeScenario(
            "some file",
            List.of("ours", "fast", "slow"),
            1,
            List.of(
                    ServeBar.rate("ours", List.of("slow", "fast"), Bar.atLeast(3)),
                    ServeBar.tail("ours", "fast"),
                    ServeBar.of("allocated", "ours", Sample::allocated, Bar.within(100, "B"))));

    @TempDir
    private Path folder;

    private static ServeReport report() {
        Map<String, List<Sample>> byArm = new LinkedHashMap<>();
        byArm.put("ours", rounds(4, 400_000, 200_000, 350_000));
        byArm.put("fast", rounds(5, 100_000, 90_000, 120_000));
        byArm.put("slow", rounds(9, 10_000, 10_000, 10_000));
        Environment environment = new Environment("Some VM 17", List.of(), "Some CPU", 2, "Linux 6", 0.5, false);
        return new ServeReport(environment, Map.of(SCENARIO, byArm));
    }

    private static List<Sample> rounds(double p99, double... rates) {
        return Arrays.stream(rates)
                .mapToObj(rate -> new Sample(rate, 1, p99 * 1000, 90, 120, 0))
                .toList();
    }

    @Test
    void tellsTheMedianOfEachServer() {
        assertThat(report().tables())
                .contains("Some VM 17")
                .contains("| some file | ours | 350k requests/s ± 42.9 % | 0.001 ms | 4.00 ms | 90.0 % | 120 B |\n");
    }

    @Test
    void holdsGyreToItsBarsBesideTheBestOfTheOthers() {
        assertThat(report().tables())
                .contains("| some file | ours over the best of slow, fast | 3.50x | >= 3x | met |\n")
                .contains("| some file | p99 of ours over that of fast | 0.8x | <= 1x | met |\n")
                .contains("| some file | allocated | 120 | <= 100 B | missed |\n");
    }

    @Test
    void keepsEveryRound() throws IOException {
        Path file = folder.resolve("serve.json");

        report().write(file);

        JsonNode all = new ObjectMapper().readTree(file.toFile());
        assertThat(all.path("environment").path("cores").asInt()).isEqualTo(2);
        assertThat(all.path("some file").path("rounds").path("ours").findValuesAsText("rate"))
                .containsExactly("400000.0", "200000.0", "350000.0");
    }

    @Test
    void readsWhatTheCommandIsAskedFor() {
        assertThat(ServeArguments.parse(List.of("--quick", "--only", "64 KiB")).scenarios())
                .extracting(ServeScenario::name)
                .containsExactly("64 KiB");
        assertThat(ServeArguments.parse(List.of()).scenarios()).isEqualTo(ServeScenario.ALL);
        assertThatThrownBy(() -> ServeArguments.parse(List.of("--only", "2 KiB")))
                .hasMessage("--only: 2 KiB (expected: one of [1 KiB, 64 KiB, 1 MiB, many files])");
        assertThatThrownBy(() -> ServeArguments.parse(List.of("--fast")))
                .hasMessage("option: --fast (expected: --quick, --only NAME or --results DIR)");
    }
}
