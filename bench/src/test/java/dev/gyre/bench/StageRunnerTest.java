package dev.gyre.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.bench.windows.Natives;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

final class StageRunnerTest {

    private static final Stage WINDOWS =
            Stages.ALL.stream().filter(Stage::hasJcef).findFirst().orElseThrow().only(Stages.WINDOWS);

    @TempDir
    private Path folder;

    @Test
    void leavesWindowsOfJcefOutWhereThereIsNoChromium() {
        Options options = new StageRunner(false, folder.resolve("log"), Optional.empty()).options(WINDOWS, 1);

        assertThat(options.getParameter("toolkit").get()).containsExactly("JavaFX");
    }

    @Test
    void everyArmBringsAboutWhatItIsToldInWindowsOfBothToolkits() throws RunnerException {
        WindowsCommandTest.requireDisplay();
        Optional<Natives> natives = Natives.find(WindowsCommandTest.NATIVES);
        Options options = new OptionsBuilder()
                .parent(new StageRunner(true, folder.resolve("log"), natives).options(WINDOWS, 1))
                .param("windows", "2")
                .param("work", "create show resize title")
                .build();

        Collection<RunResult> runs = new Runner(options).run();

        assertThat(runs)
                .extracting(run -> run.getParams().getParam("toolkit"))
                .containsExactlyInAnyOrderElementsOf(List.of("JavaFX", "JavaFX", "JavaFX", "JCEF", "JCEF", "JCEF"));
    }
}
