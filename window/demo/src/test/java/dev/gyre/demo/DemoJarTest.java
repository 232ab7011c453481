package dev.gyre.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as one file, which Maven makes after all other tests, with the backends of the profiles it was told. */
@Tag("jar")
class DemoJarTest {

    private static final Path JAR = Path.of("target", "gyre-demo.jar").toAbsolutePath();

    /** The jar, and the tests for who looks at its windows; nothing else that the tests have. */
    private static final String CLASS_PATH =
            JAR + File.pathSeparator + Path.of("target", "test-classes").toAbsolutePath();

    @TempDir
    private Path folder;

    @Test
    void startsAndEndsOnAnInterrupt() throws Exception {
        try (DemoProcess demo = DemoProcess.startJar(JAR, "--no-open", "--watch", folder.toString())) {
            assertThat(demo.link()).startsWith("http://127.0.0.1:");

            assertThat(demo.interrupt()).isIn(0, 130);
            assertThat(demo.complaints()).isEmpty();
        }
    }

    @Test
    void saysWhatANewerJdkAsks() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Attributes said = jar.getManifest().getMainAttributes();

            assertThat(said.getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
            assertThat(said.getValue("Multi-Release")).isEqualTo("true");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"javafx", "jcef"})
    void showsWindowsWithABackendOfItsProfileAndTellsTheCommandForAnother(String backend) throws Exception {
        if (Boolean.getBoolean("gyre.demo." + backend)) {
            showsWindows(backend);
        } else {
            tellsTheCommandFor(backend);
        }
    }

    private void showsWindows(String backend) throws Exception {
        try (DemoWindows demo = DemoWindows.start(CLASS_PATH, backend, folder)) {
            demo.awaitTitles("Log, 2 lines");

            List<ProcessHandle> helpers = demo.process().helpers();
            assertThat(demo.process().interrupt()).isIn(0, 130);
            demo.assertLeavesNothing(helpers);
        }
    }

    private static void tellsTheCommandFor(String backend) throws Exception {
        try (DemoProcess demo = DemoProcess.startJar(JAR, "--backend", backend)) {
            assertThat(demo.awaitEnd()).isEqualTo(2);
            assertThat(demo.errors())
                    .containsExactly("--backend: " + backend + " (expected: a jar that has it, made by "
                            + "mvn -B -ntp -q -DskipTests -P" + backend + " package)");
        }
    }
}
