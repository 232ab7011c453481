package dev.gyre.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    @TempDir
    Path directory;

    @Test
    void withoutArgumentsTakesAFreePortOpensTheBrowserAndWatchesTheWorkingDirectory() {
        CommandLine line = CommandLine.parse();

        assertThat(line)
                .isEqualTo(new CommandLine(
                        BackendChoice.BROWSER, 0, true, null, Path.of("").toAbsolutePath(), null, false));
    }

    @Test
    void readsEveryOption() throws IOException {
        Path log = Files.createFile(directory.resolve("a.log"));

        CommandLine line = CommandLine.parse(
                "--backend",
                "jcef",
                "--port",
                "8080",
                "--no-open",
                "--tail",
                log.toString(),
                "--watch",
                directory.toString(),
                "--assets",
                directory.toString());

        assertThat(line).isEqualTo(new CommandLine(BackendChoice.JCEF, 8080, false, log, directory, directory, false));
    }

    @Test
    void onlyABrowserMayBeLeftToItsUser() {
        assertThat(CommandLine.parse("--no-open").showsWindows()).isFalse();
        assertThat(CommandLine.parse("--no-open", "--backend", "javafx").showsWindows())
                .isTrue();
    }

    @Test
    void acceptsALogThatIsNotThereYet() {
        CommandLine line =
                CommandLine.parse("--tail", directory.resolve("later.log").toString());

        assertThat(line.tail()).isEqualTo(directory.resolve("later.log"));
    }

    @Test
    void knowsHelp() {
        assertThat(CommandLine.parse("--help").help()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --verbose           | option: --verbose (expected: --backend, --port, --no-open, --tail, --watch, --assets or --help)
            page.html           | option: page.html (expected: --backend, --port, --no-open, --tail, --watch, --assets or --help)
            --backend swing     | --backend: swing (expected: browser, javafx or jcef)
            --backend JavaFX    | --backend: JavaFX (expected: browser, javafx or jcef)
            --port 65536        | --port: 65536 (expected: 0..65535)
            --port -1           | --port: -1 (expected: 0..65535)
            --port http         | --port: http (expected: 0..65535)
            --port              | --port: nothing (expected: a value)
            --port --no-open    | --port: --no-open (expected: a value)
            --watch /no/such    | --watch: /no/such (expected: a directory)
            --assets /no/such   | --assets: /no/such (expected: a directory)
            """)
    void refusesWhatItCannotObey(String arguments, String message) {
        assertThatThrownBy(() -> CommandLine.parse(arguments.split(" ")))
                .isInstanceOf(CommandLine.UsageException.class)
                .hasMessage(message);
    }

    @Test
    void refusesToFollowADirectory() {
        assertThatThrownBy(() -> CommandLine.parse("--tail", directory.toString()))
                .isInstanceOf(CommandLine.UsageException.class)
                .hasMessage("--tail: " + directory + " (expected: a file)");
    }
}
