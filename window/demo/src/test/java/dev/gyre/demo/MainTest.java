package dev.gyre.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void printsItsUsage() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(UTF_8)).startsWith("usage: java -jar gyre-demo.jar [options]");
        assertThat(err.size()).isZero();
    }

    @Test
    void endsWithTwoWhenItIsCalledWrongly() {
        assertThat(run("--port", "many")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).isEqualTo("--port: many (expected: 0..65535)" + System.lineSeparator());
        assertThat(out.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"javafx, dev.gyre.window.javafx.JavaFxBackend", "jcef, dev.gyre.window.jcef.JcefBackend"})
    void tellsTheCommandThatBringsABackendWhichIsNotThere(String backend, Class<?> from) throws Exception {
        String there = Path.of(
                        from.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.equals(there))
                .collect(Collectors.joining(File.pathSeparator));

        Process demo = start(classPath, "--backend", backend);

        assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).isEqualTo(2);
        assertThat(new String(demo.getErrorStream().readAllBytes(), UTF_8))
                .isEqualTo("--backend: " + backend + " (expected: a jar that has it, made by "
                        + "mvn -B -ntp -q -DskipTests -P" + backend + " package)" + System.lineSeparator());
        assertThat(ownLogs()).isEmpty();
    }

    @Test
    void endsWithOneAndAReasonWhenItsPortIsTaken() throws IOException {
        try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            assertThat(run("--no-open", "--port", String.valueOf(taken.getLocalPort())))
                    .isEqualTo(1);
            assertThat(err.toString(UTF_8)).contains("port: " + taken.getLocalPort());
            assertThat(out.size()).isZero();
        }
    }

    @Test
    void printsOneLineServesItsPageAndEndsInTime() throws Exception {
        Process demo = start(System.getProperty("java.class.path"), "--no-open", "--watch", directory.toString());
        try (BufferedReader lines = demo.inputReader(UTF_8)) {
            String line = lines.readLine();
            assertThat(line).matches("Gyre demo: http://127\\.0\\.0\\.1:\\d+/#gyre=[A-Za-z0-9_-]{22}");
            String origin = line.substring("Gyre demo: ".length(), line.indexOf("/#"));
            assertServes(origin);
            assertThat(ownLogs()).hasSize(1);

            // Through its handle, which leaves the streams open.
            demo.toHandle().destroy();

            assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
            // 143 is what a process tells that was asked to end; Ctrl-C is 130.
            assertThat(demo.exitValue()).isIn(0, 130, 143);
            assertThat(lines.readLine()).isNull();
            assertThat(new String(demo.getErrorStream().readAllBytes(), UTF_8)).isEmpty();
            assertThat(ownLogs()).isEmpty();
        } finally {
            demo.destroyForcibly();
        }
    }

    @Test
    void servesAnotherPageInPlaceOfItsOwn() throws Exception {
        Path pages = Files.createDirectory(directory.resolve("pages"));
        Files.writeString(pages.resolve("index.html"), "mine");
        Process demo = start(
                System.getProperty("java.class.path"),
                "--no-open",
                "--watch",
                directory.toString(),
                "--assets",
                pages.toString());
        try (BufferedReader lines = demo.inputReader(UTF_8)) {
            String line = lines.readLine();
            String origin = line.substring("Gyre demo: ".length(), line.indexOf("/#"));

            assertThat(get(origin + "/").body()).isEqualTo("mine");
            assertThat(get(origin + "/gyre/gyre.js").statusCode()).isEqualTo(200);
            assertThat(get(origin + "/app.js").statusCode()).isEqualTo(404);
            assertThat(get(origin + "/vendor/uplot/uPlot.min.css").statusCode()).isEqualTo(404);
        } finally {
            demo.destroyForcibly();
        }
    }

    private void assertServes(String origin) throws Exception {
        assertThat(get(origin + "/").body()).contains("<title>Gyre Monitor</title>");
        for (String path : new String[] {
            "/app.js",
            "/log.html",
            "/logwindow.js",
            "/charts.js",
            "/style.css",
            "/theme.js",
            "/favicon.svg",
            "/gyre/gyre.js",
            "/vendor/uplot/uPlot.esm.js",
            "/vendor/uplot/uPlot.min.css"
        }) {
            assertThat(get(origin + path).statusCode()).as(path).isEqualTo(200);
        }
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The demo in a Java machine of its own, with its temporary files in a folder of this test. */
    private Process start(String classPath, String... arguments) throws IOException {
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        Stream<String> command = Stream.concat(
                Stream.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        classPath,
                        Main.class.getName()),
                Stream.of(arguments));
        return new ProcessBuilder(command.toList()).start();
    }

    private Stream<Path> ownLogs() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("tmp"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("gyre-demo-")).toList().stream();
        }
    }

    private int run(String... arguments) {
        return Main.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), arguments);
    }
}
