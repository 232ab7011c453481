package dev.gyre.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StagesArgumentsTest {

    @Test
    void runsEveryStageAtFullLengthByDefault() {
        StagesArguments arguments = StagesArguments.parse(List.of());

        assertThat(arguments.stages()).isEqualTo(Stages.ALL);
        assertThat(arguments.quick()).isFalse();
        assertThat(arguments.results()).isEqualTo(Path.of("bench", "results"));
    }

    @Test
    void takesStagesInTheOrderGiven() {
        StagesArguments arguments =
                StagesArguments.parse(List.of("--stage", "10", "--quick", "--stage", "1", "--results", "there"));

        assertThat(arguments.stages()).extracting(Stage::number).containsExactly(10, 1);
        assertThat(arguments.quick()).isTrue();
        assertThat(arguments.results()).isEqualTo(Path.of("there"));
    }

    @Test
    void takesOneBenchmarkOfAStage() {
        StagesArguments arguments = StagesArguments.parse(List.of("--only", "Stage10Peers"));

        assertThat(arguments.stages()).singleElement().satisfies(stage -> {
            assertThat(stage.number()).isEqualTo(10);
            assertThat(stage.benchmarks()).containsExactly("Stage10Peers");
        });
    }

    @Test
    void refusesAnUnknownBenchmark() {
        assertThatThrownBy(() -> StagesArguments.parse(List.of("--only", "Stage10")))
                .hasMessageStartingWith("--only: Stage10 (expected: one of Stage01Ids, ");
    }
}
