package dev.gyre.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.bench.windows.Natives;
import dev.gyre.bench.windows.Toolkit;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WindowsArgumentsTest {

    @Test
    void measuresEverythingAtFullLengthByDefault() {
        WindowsArguments arguments = WindowsArguments.parse(List.of());

        assertThat(arguments.scenarios()).isEqualTo(WindowScenarios.all());
        assertThat(arguments.rounds()).isEqualTo(5);
        assertThat(arguments.natives()).isEqualTo(Natives.DEFAULT);
        assertThat(arguments.results()).isEqualTo(Path.of("bench", "results"));
    }

    @Test
    void takesScenariosOfOneToolkitByAPartOfTheirNames() {
        WindowsArguments arguments = WindowsArguments.parse(
                List.of("--only", "jcef: events", "--quick", "--natives", "there", "--only", "javafx: first page"));

        assertThat(arguments.asked(WindowScenarios.warm(Toolkit.JCEF)))
                .extracting(PageScenario::name)
                .containsExactly("jcef: events of 64 B", "jcef: events of 256 B");
        assertThat(arguments.asked(WindowScenarios.cold(Toolkit.JAVAFX)))
                .extracting(PageScenario::name)
                .containsExactly("javafx: first page");
        assertThat(arguments.asked(WindowScenarios.cold(Toolkit.JCEF))).isEmpty();
        assertThat(arguments.rounds()).isEqualTo(1);
        assertThat(arguments.natives()).isEqualTo(Path.of("there"));
    }
}
