package dev.gyre.window.jcef;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.assets.AssetSource;
import dev.gyre.window.Application;
import dev.gyre.window.ApplicationException;
import dev.gyre.window.WindowEvent;
import java.awt.EventQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seen from outside: a process ends with its application, or when it is told to, and leaves no file and no process of Chromium. */
@ExtendWith(Headless.class)
class ProcessEndTest {

    /** A main thread that returns: nothing but the application keeps the process, until that ends in the way it is told. */
    static final class Main {

        static final String HELPER = "helper ";

        private Main() {}

        public static void main(String[] arguments) {
            Application app = Application.create(
                    options -> options.backend(JcefBackend.create().natives(Headless.NATIVES))
                            .assets(AssetSource.classpath("web"))
                            .window("main", window -> {}));
            app.events().on(WindowEvent.TYPE, event -> {
                if (event.change() == WindowEvent.Change.READY) {
                    ProcessHandle.current().descendants().forEach(helper -> System.out.println(HELPER + helper.pid()));
                    end(app, arguments[0]);
                }
            });
            app.start();
            if (arguments[0].equals("close")) {
                startAnother();
            }
        }

        private static void startAnother() {
            Application another = Application.create(options -> options.backend(JcefBackend.create())
                    .assets(AssetSource.classpath("web"))
                    .window("main", window -> {}));
            try {
                another.start();
            } catch (ApplicationException refused) {
                System.out.println(refused.getCause().getMessage());
            }
        }

        private static void end(Application app, String way) {
            switch (way) {
                case "close" -> app.window("main").orElseThrow().close();
                case "exit" -> new Thread(() -> System.exit(3)).start();
                case "exit in a handler" -> System.exit(3);
                case "exit on Swing's thread" -> EventQueue.invokeLater(() -> System.exit(3));
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
    @CsvSource({"close, 0", "exit, 3", "exit in a handler, 3", "exit on Swing's thread, 3", "signal, 143"})
    void endsAndLeavesNoFileAndNoProcess(String way, int status, @TempDir Path folder) throws Exception {
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
        assertThat(Files.readString(output, StandardCharsets.UTF_8)).contains(Main.HELPER);
        assertThat(process.exitValue())
                .as(Files.readString(output, StandardCharsets.UTF_8))
                .isEqualTo(status);
        if (way.equals("close")) {
            assertThat(Files.readString(output, StandardCharsets.UTF_8))
                    .contains("Chromium: owned by the application that thread main started"
                            + " (expected: one application in the life of a process)");
        }
        List<ProcessHandle> helpers = Files.readAllLines(output, StandardCharsets.UTF_8).stream()
                .filter(line -> line.startsWith(Main.HELPER))
                .flatMap(line -> ProcessHandle.of(Long.parseLong(line.substring(Main.HELPER.length()))).stream())
                .toList();
        helpers.forEach(helper ->
                helper.onExit().completeOnTimeout(helper, 10, TimeUnit.SECONDS).join());
        // One that has ended and that nobody asks how is still there, without a command.
        assertThat(helpers).noneMatch(helper -> helper.info().command().isPresent());
        if (way.equals("exit on Swing's thread")) {
            return; // Chromium cannot end without that thread, and may still write
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("gyre-")))
                    .isEmpty();
        }
    }
}
