package dev.gyre.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoWindowsTest {

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"javafx", "jcef"})
    void showsTwoWindowsWhosePagesHearEventsAndEndsWithTheLastOfThem(String backend) throws Exception {
        try (DemoWindows demo = DemoWindows.start(CLASS_PATH, backend, folder)) {
            demo.awaitTitles("Log, 2 lines");

            demo.log("INFO third line");
            demo.awaitTitles("Log, 3 lines");

            demo.closeWindow("Log");
            demo.awaitTitles();

            List<ProcessHandle> helpers = demo.process().helpers();
            assertThat(helpers.isEmpty()).isEqualTo(backend.equals("javafx"));
            demo.closeWindow(DemoWindows.MONITOR);
            assertThat(demo.process().awaitEnd()).isZero();
            demo.assertLeavesNothing(helpers);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"javafx", "jcef"})
    void endsOnAnInterrupt(String backend) throws Exception {
        try (DemoWindows demo = DemoWindows.start(CLASS_PATH, backend, folder)) {
            demo.awaitTitles("Log, 2 lines");

            List<ProcessHandle> helpers = demo.process().helpers();
            assertThat(demo.process().interrupt()).isIn(0, 130);
            demo.assertLeavesNothing(helpers);
        }
    }
}
