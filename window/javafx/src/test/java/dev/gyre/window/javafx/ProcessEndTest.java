package dev.gyre.window.javafx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.assets.AssetSource;
import dev.gyre.window.Application;
import dev.gyre.window.WindowEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javafx.application.Platform;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seen from outside: a process ends with its application, or when it is told to, and leaves no file. */
@ExtendWith(Headless.class)
class ProcessEndTest {

    /** A main thread that returns: nothing but the application keeps the process, until that ends in the way it is told. */
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) {
            Headless.properties();
            Application app = Application.create(options -> options.backend(JavaFxBackend.create())
                    .assets(AssetSource.classpath("web"))
                    .window("main", window -> {}));
            app.events().on(WindowEvent.TYPE, event -> {
                if (event.change() == WindowEvent.Change.READY) {
                    end(app, arguments[0]);
                }
            });
            app.start();
        }

        private static void end(Application app, String way) {
            switch (way) {
                case "close" -> app.window("main").orElseThrow().close();
                case "exit" -> new Thread(() -> System.exit(3)).start();
                case "exit in a handler" -> System.exit(3);
                case "exit in a turn of JavaFX" -> Platform.runLater(() -> System.exit(3));
                default -> terminate();
            }
        }

        private static void terminate() {
            try {
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "kill -TERM " + ProcessHandle.current().pid())
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"close, 0", "exit, 3", "exit in a handler, 3", "exit in a turn of JavaFX, 3", "signal, 143"})
    void endsAndLeavesNoFile(String way, int status, @TempDir Path folder) throws Exception {
        Path output = folder.resolve("output");
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        way)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();

        assertThat(ended).as(Files.readString(output, StandardCharsets.UTF_8)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(output, StandardCharsets.UTF_8))
                .isEqualTo(status);
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("gyre-")))
                    .isEmpty();
        }
    }
}
