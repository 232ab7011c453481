package dev.gyre.window.javafx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.assets.AssetSource;
import dev.gyre.window.Application;
import dev.gyre.window.WindowEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Seen from outside: a process whose application has ended ends by itself, and leaves no file. */
@ExtendWith(Headless.class)
class ProcessEndTest {

    /** A main thread that returns; nothing but the application keeps the process. */
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) {
            Headless.properties();
            Application app = Application.create(options -> options.backend(JavaFxBackend.create())
                    .assets(AssetSource.classpath("web"))
                    .window("main", window -> {}));
            app.events().on(WindowEvent.TYPE, event -> {
                if (event.change() == WindowEvent.Change.READY) {
                    app.window("main").orElseThrow().close();
                }
            });
            app.run();
        }
    }

    @Test
    void endsWithItsLastWindow(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("output");
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();

        assertThat(ended).as(Files.readString(output, StandardCharsets.UTF_8)).isTrue();
        assertThat(process.exitValue()).isZero();
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("gyre-")))
                    .isEmpty();
        }
    }
}
