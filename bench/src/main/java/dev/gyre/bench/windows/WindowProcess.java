package dev.gyre.bench.windows;

import dev.gyre.bench.page.Folders;
import dev.gyre.bench.page.PageRun.Sample;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process with windows of one toolkit, of Gyre or bare or both. */
public final class WindowProcess implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 10;

    /** Lines of what it has complained of. */
    private static final int COMPLAINTS = 12;

    private final Path folder;
    private final Path errors;
    private final Process process;
    private final BufferedReader answers;
    private final Shown first;

    private WindowProcess(Toolkit toolkit, String arm, Natives natives) throws IOException {
        folder = Files.createTempDirectory("gyre-bench-windows-");
        errors = folder.resolve("errors");
        String classPath = Stream.concat(
                        Stream.of(System.getProperty("java.class.path")),
                        natives.jars().stream().map(Path::toString))
                .collect(Collectors.joining(File.pathSeparator));
        long asked = System.currentTimeMillis();
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + folder,
                        "-Dsun.net.httpserver.nodelay=true", // or the bare pages wait for acknowledgements
                        "-cp",
                        classPath,
                        WindowMain.class.getName(),
                        toolkit.name(),
                        side(arm),
                        natives.folder().toAbsolutePath().toString())
                .redirectError(errors.toFile())
                .start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        first = Shown.read(answer(), asked);
    }

    /**
     * Starts one with a window.
     *
     * @param toolkit what makes its windows
     * @param arm whose window, {@code gyre} or {@code bare}
     * @param natives Chromium's own files
     * @return the process, once its page has had an answer of Java
     * @throws IllegalStateException if it cannot start: there is no display, or a library is missing
     */
    public static WindowProcess start(Toolkit toolkit, String arm, Natives natives) {
        try {
            return new WindowProcess(toolkit, arm, natives);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * How its first page came, from the moment that the process was asked for.
     *
     * @return the times
     */
    public Shown first() {
        return first;
    }

    /**
     * Opens a window more.
     *
     * @param arm whose
     * @return how its page came, from the moment that the window was asked for
     */
    public Shown open(String arm) {
        String[] words = ask("open " + side(arm)).split(" ", 2);
        return Shown.read(words[0] + " " + words[1], Long.parseLong(words[0]));
    }

    /**
     * Has a page measure.
     *
     * @param scenario the name of what is measured, as the page's script has it
     * @param arm whose page
     * @param time how long to measure
     * @return the rate, and the bytes that Java has allocated for each of what was measured
     * @throws IllegalStateException if the page found anything wrong: a wrong answer, a lost event
     */
    public Sample measure(String scenario, String arm, Duration time) {
        String came = ask("measure " + side(arm) + " " + time.toMillis() + " " + scenario);
        String[] words = came.split(" ", -1);
        if (words.length != 3) {
            throw new IllegalStateException(scenario + " (" + arm + "): " + came + " (expected: figures)");
        }
        double count = Double.parseDouble(words[0]);
        return new Sample(count / Double.parseDouble(words[1]), Double.parseDouble(words[2]) / count);
    }

    /**
     * What it and the processes of its pages hold, once Java's heap was collected.
     *
     * @return bytes; what they share counts once; NaN on a system that does not tell
     */
    public double memory() {
        ask("collect");
        return ProcessMemory.of(process.toHandle());
    }

    private static String side(String arm) {
        return arm.toUpperCase(Locale.ROOT);
    }

    private String ask(String question) {
        try {
            process.getOutputStream().write((question + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String answer() throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(WindowMain.ANSWER)) {
                return line.substring(WindowMain.ANSWER.length());
            }
        }
        List<String> complaints = Files.readAllLines(errors);
        throw new IllegalStateException("windows: their process has ended (expected: answers); it said last:\n"
                + String.join(
                        "\n", complaints.subList(Math.max(0, complaints.size() - COMPLAINTS), complaints.size())));
    }

    /** Ends it with all that it has started. */
    @Override
    public void close() {
        List<ProcessHandle> helpers = process.descendants().toList();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException stuck) {
            process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        helpers.forEach(ProcessHandle::destroyForcibly);
        Folders.delete(folder);
    }

    /**
     * When a page came, in milliseconds from the moment that it was asked for.
     *
     * @param ran its script ran
     * @param answered Java's first answer was there
     */
    public record Shown(double ran, double answered) {

        /** From when it was asked for in the child's clock, when it ran and when it was answered. */
        private static Shown read(String answer, long asked) {
            String[] words = answer.split(" ", -1);
            if (words.length != 3 || answer.contains("failed")) {
                throw new IllegalStateException("window: " + answer + " (expected: times)");
            }
            return new Shown(Double.parseDouble(words[1]) - asked, Double.parseDouble(words[2]) - asked);
        }
    }
}
