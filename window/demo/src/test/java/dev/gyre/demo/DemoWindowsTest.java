package dev.gyre.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Gyre Monitor in windows of its own, seen from outside: what the frames say, and how the process ends. Both titles come from
 * the pages, which make them of events that they have heard.
 */
class DemoWindowsTest {

    private static final String MONITOR = "Gyre Monitor: CPU ";

    /** The libraries of JCEF are unpacked first, 360 MB. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Where the libraries of both are unpacked, once for all tests. */
    private static final Path HOME = Path.of("target", "home").toAbsolutePath();

    @TempDir
    private Path folder;

    private Path log;
    private DemoProcess demo;

    @BeforeEach
    void writeLog() throws IOException {
        if (GraphicsEnvironment.isHeadless()) {
            Missing.tell(
                    "gyre.jcef",
                    "THE WINDOWS OF THE DEMO WERE NOT TESTED: there is no display, or a Java without windows");
        }
        log = Files.writeString(folder.resolve("app.log"), "INFO first line\nWARN second line\n");
        Files.createDirectories(HOME);
        Files.createDirectory(folder.resolve("tmp"));
        Files.createDirectory(folder.resolve("watched"));
    }

    @AfterEach
    void stopDemo() {
        if (demo != null) {
            demo.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"javafx", "jcef"})
    void showsTwoWindowsWhosePagesHearEventsAndEndsWithTheLastOfThem(String backend) throws Exception {
        start(backend);
        awaitTitles("Log, 2 lines");

        Files.writeString(log, "INFO third line\n", StandardOpenOption.APPEND);
        awaitTitles("Log, 3 lines");

        ask("close Log");
        awaitTitles();

        List<ProcessHandle> helpers = demo.helpers();
        assertThat(helpers.isEmpty()).isEqualTo(backend.equals("javafx"));
        ask("close " + MONITOR);
        assertThat(demo.awaitEnd()).isZero();
        // A newer JDK warns of what the libraries of windows do.
        assertThat(demo.errors()).allMatch(line -> line.isEmpty() || line.startsWith("WARNING: "));
        assertLeavesNothing(helpers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"javafx", "jcef"})
    void endsOnAnInterrupt(String backend) throws Exception {
        start(backend);
        awaitTitles("Log, 2 lines");

        List<ProcessHandle> helpers = demo.helpers();
        assertThat(demo.interrupt()).isIn(0, 130);
        assertLeavesNothing(helpers);
    }

    private void start(String backend) throws IOException {
        demo = DemoProcess.start(
                WindowUser.class,
                List.of("-Duser.home=" + HOME, "-Djava.io.tmpdir=" + folder.resolve("tmp")),
                "--backend",
                backend,
                "--tail",
                log.toString(),
                "--watch",
                folder.resolve("watched").toString());
    }

    /** Waits until the monitor and these are the titles of all windows. */
    private void awaitTitles(String... others) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<String> titles = ask("titles");
            if (titles.size() == others.length + 1
                    && titles.get(0).startsWith(MONITOR)
                    && titles.containsAll(List.of(others))) {
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("titles after " + PATIENCE + ": " + titles + "; errors: " + demo.errors());
            }
        }
    }

    private List<String> ask(String word) throws Exception {
        demo.say(word);
        String line = demo.line();
        while (!line.startsWith(WindowUser.ANSWER)) {
            line = demo.line();
        }
        return List.of(line.substring(WindowUser.ANSWER.length()).split(Pattern.quote(WindowUser.BETWEEN), -1));
    }

    private void assertLeavesNothing(List<ProcessHandle> helpers) throws IOException {
        helpers.forEach(helper ->
                helper.onExit().completeOnTimeout(helper, 10, TimeUnit.SECONDS).join());
        // One that has ended and that nobody asks how is still there, without a command.
        assertThat(helpers).noneMatch(helper -> helper.info().command().isPresent());
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("gyre-")))
                    .isEmpty();
        }
    }
}
