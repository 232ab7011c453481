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

/**
 * Gyre Monitor in windows of its own, seen from outside: what the frames say, and how the process ends. Both titles come from
 * the pages, which make them of events that they have heard.
 */
final class DemoWindows implements AutoCloseable {

    static final String MONITOR = "Gyre Monitor: CPU ";

    /** The libraries of JCEF are unpacked first, 360 MB. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Where the libraries of both are unpacked, once for all tests. */
    private static final Path HOME = Path.of("target", "home").toAbsolutePath();

    private final DemoProcess process;
    private final Path log;
    private final Path temporary;

    private DemoWindows(DemoProcess process, Path log, Path temporary) {
        this.process = process;
        this.log = log;
        this.temporary = temporary;
    }

    /**
     * Starts it on a log of two lines, or ends the test where no window can be.
     *
     * @param folder empty, for its files
     */
    static DemoWindows start(String classPath, String backend, Path folder) throws IOException {
        if (GraphicsEnvironment.isHeadless()) {
            Missing.tell(
                    "gyre.jcef",
                    "THE WINDOWS OF THE DEMO WERE NOT TESTED: there is no display, or a Java without windows");
        }
        Files.createDirectories(HOME);
        Path log = Files.writeString(folder.resolve("app.log"), "INFO first line\nWARN second line\n");
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path watched = Files.createDirectory(folder.resolve("watched"));
        DemoProcess process = DemoProcess.start(
                classPath,
                WindowUser.class,
                List.of("-Duser.home=" + HOME, "-Djava.io.tmpdir=" + temporary),
                "--backend",
                backend,
                "--tail",
                log.toString(),
                "--watch",
                watched.toString());
        return new DemoWindows(process, log, temporary);
    }

    /** Writes a line into the log that it follows. */
    void log(String line) throws IOException {
        Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
    }

    /** Waits until the monitor and these are the titles of all windows. */
    void awaitTitles(String... others) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<String> titles = ask("titles");
            if (titles.size() == others.length + 1
                    && titles.get(0).startsWith(MONITOR)
                    && titles.containsAll(List.of(others))) {
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("titles after " + PATIENCE + ": " + titles + "; errors: " + process.errors());
            }
        }
    }

    /** Closes the windows whose titles begin so, as a user does. */
    void closeWindow(String title) throws Exception {
        ask("close " + title);
    }

    private List<String> ask(String word) throws Exception {
        process.say(word);
        String line = process.line();
        while (!line.startsWith(WindowUser.ANSWER)) {
            line = process.line();
        }
        return List.of(line.substring(WindowUser.ANSWER.length()).split(Pattern.quote(WindowUser.BETWEEN), -1));
    }

    DemoProcess process() {
        return process;
    }

    /** That it has ended without a word, and nothing is left of it: no files, and none of the processes that it had. */
    void assertLeavesNothing(List<ProcessHandle> helpers) throws IOException {
        assertThat(process.complaints()).isEmpty();
        helpers.forEach(helper ->
                helper.onExit().completeOnTimeout(helper, 10, TimeUnit.SECONDS).join());
        // One that has ended and that nobody asks how is still there, without a command.
        assertThat(helpers).noneMatch(helper -> helper.info().command().isPresent());
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("gyre-")))
                    .isEmpty();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
