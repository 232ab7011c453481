package dev.gyre.window.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.assets.AssetSource;
import dev.gyre.window.Application;
import dev.gyre.window.WindowEvent;
import dev.gyre.window.spi.Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How a process ends with its application on any backend, or when it is told to, seen from outside. A backend's own tests extend
 * this and name a program whose main method calls {@link #run}.
 */
public abstract class ProcessEndKit {

    /** What a process that was helped by others writes before the id of each. */
    private static final String HELPER = "helper ";

    /** For subclasses. */
    protected ProcessEndKit() {}

    /**
     * The program.
     *
     * @return a class whose main method calls {@link #run} with its first argument
     */
    protected abstract Class<?> program();

    /**
     * Whether a process that ends in a way may leave files behind, because its backend cannot help it.
     *
     * @param way one of those of {@link #endsAndLeavesNothing}
     * @return false, unless a backend says otherwise
     */
    protected boolean mayLeaveFiles(String way) {
        return false;
    }

    /**
     * Looks at what else a process has written.
     *
     * @param way how it ended
     * @param output what it wrote
     */
    protected void wrote(String way, String output) {}

    /**
     * Starts an application of one window that ends as soon as its page is there. What keeps the process until then is the
     * thread of the UI; a program without one waits for the end of the application.
     *
     * @param way how it ends
     * @param backend its backend
     * @param uiThread runs a task on the thread of the UI
     * @return the application, started
     */
    protected static Application run(String way, Backend backend, Executor uiThread) {
        Application app = Application.create(options -> options.backend(backend)
                .assets(AssetSource.classpath("dev/gyre/window/kit/web"))
                .window("main", window -> {}));
        app.events().on(WindowEvent.TYPE, event -> {
            if (event.change() == WindowEvent.Change.READY) {
                ProcessHandle.current().descendants().forEach(helper -> System.out.println(HELPER + helper.pid()));
                end(app, way, uiThread);
            }
        });
        return app.start();
    }

    private static void end(Application app, String way, Executor uiThread) {
        switch (way) {
            case "close" -> app.window("main").orElseThrow().close();
            case "exit" -> new Thread(() -> System.exit(3)).start();
            case "exit in a handler" -> System.exit(3);
            case "exit on the UI thread" -> uiThread.execute(() -> System.exit(3));
            default -> terminate();
        }
    }

    private static void terminate() {
        String kill = "kill -TERM " + ProcessHandle.current().pid();
        try {
            new ProcessBuilder("sh", "-c", kill).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whatever ends it, the process ends in time, with its status, and leaves no file and no other process. */
    @ParameterizedTest
    @CsvSource({"close, 0", "exit, 3", "exit in a handler, 3", "exit on the UI thread, 3", "signal, 143"})
    public void endsAndLeavesNothing(String way, int status, @TempDir Path folder)
            throws IOException, InterruptedException {
        Path file = folder.resolve("output");
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-XX:ErrorFile=" + temporary.resolve("gyre-crash"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        program().getName(),
                        way)
                .redirectErrorStream(true)
                .redirectOutput(file.toFile())
                .start();

        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();

        String output = Files.readString(file, StandardCharsets.UTF_8);
        assertThat(ended).as(output).isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(status);
        assertThat(leftOf(output)).as(output).isEmpty();
        if (!mayLeaveFiles(way)) {
            assertThat(filesIn(temporary)).isEmpty();
        }
        wrote(way, output);
    }

    /** The helpers that have not ended some time after their process. */
    private static List<ProcessHandle> leftOf(String output) {
        List<ProcessHandle> helpers = output.lines()
                .filter(line -> line.startsWith(HELPER))
                .flatMap(line -> ProcessHandle.of(Long.parseLong(line.substring(HELPER.length()))).stream())
                .toList();
        helpers.forEach(helper ->
                helper.onExit().completeOnTimeout(helper, 10, TimeUnit.SECONDS).join());
        // One that has ended and that nobody asks how is still there, without a command.
        return helpers.stream()
                .filter(helper -> helper.info().command().isPresent())
                .toList();
    }

    private static List<String> filesIn(Path temporary) throws IOException {
        try (Stream<Path> left = Files.list(temporary)) {
            return left.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("gyre-"))
                    .toList();
        }
    }
}
