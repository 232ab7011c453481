package dev.gyre.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PageArgumentsTest {

    @Test
    void measuresEverythingAtFullLengthByDefault() {
        PageArguments arguments = PageArguments.parse(List.of());

        assertThat(arguments.scenarios()).isEqualTo(PageScenario.ALL);
        assertThat(arguments.rounds()).isEqualTo(5);
        assertThat(arguments.round()).isEqualTo(Duration.ofSeconds(3));
        assertThat(arguments.results()).isEqualTo(Path.of("bench", "results"));
    }

    @Test
    void takesScenariosByAPartOfTheirNames() {
        PageArguments arguments = PageArguments.parse(
                List.of("--only", "events of 64 B", "--quick", "--only", "32", "--results", "there"));

        assertThat(arguments.scenarios())
                .extracting(PageScenario::name)
                .containsExactly("events of 64 B", "round trips, 32 in flight");
        assertThat(arguments.rounds()).isEqualTo(1);
        assertThat(arguments.round()).isLessThan(Duration.ofSeconds(1));
        assertThat(arguments.results()).isEqualTo(Path.of("there"));
    }

    @Test
    void soaksForAMinuteOrForAMoment() {
        assertThat(PageArguments.parse(List.of()).soak()).isZero();
        assertThat(PageArguments.parse(List.of("--soak")).soak()).isEqualTo(Duration.ofMinutes(1));
        assertThat(PageArguments.parse(List.of("--soak", "--quick")).soak()).isEqualTo(Duration.ofSeconds(2));
    }
}
