package dev.gyre.bench;

import dev.gyre.bench.windows.Natives;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.runner.RunnerException;

/** The {@code stages} command: measure, keep the raw figures, and report from them. */
final class StagesCommand {

    static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final StagesArguments arguments;
    private final PrintStream out;
    private final PrintStream progress;

    StagesCommand(StagesArguments arguments, PrintStream out, PrintStream progress) {
        this.arguments = arguments;
        this.out = out;
        this.progress = progress;
    }

    void run() throws IOException, RunnerException {
        Files.createDirectories(arguments.results());
        String name = "stages-" + STAMP.format(LocalDateTime.now(ZoneId.systemDefault()));
        Path raw = file(name + ".json");
        Environment environment = Environment.current(arguments.quick());
        environment.write(file(name + "-environment.json"));
        measure(file(name), raw);
        report(raw, file(name + ".html"), environment);
    }

    private void measure(Path log, Path raw) throws IOException, RunnerException {
        Optional<Natives> jcef = arguments.stages().stream().anyMatch(Stage::hasJcef)
                ? WindowsCommand.findJcef(Natives.DEFAULT, progress)
                : Optional.empty();
        StageRunner runner = new StageRunner(arguments.quick(), log, jcef);
        for (Stage stage : arguments.stages()) {
            progress.println(
                    "running stage " + stage.number() + ": " + stage.title() + ", log in " + runner.logOf(stage, 1));
            for (String peer : runner.run(stage)) {
                progress.println("without figures in some cases, see the log: " + peer);
            }
            runner.writeRaw(raw);
        }
    }

    private void report(Path raw, Path html, Environment environment) throws IOException {
        List<Measurement> measurements;
        try (InputStream json = Files.newInputStream(raw)) {
            measurements = JmhResults.parse(json);
        }
        Report report = Report.of(arguments.stages(), measurements, environment);
        out.print(MarkdownReport.of(report));
        Files.writeString(html, HtmlReport.of(report));
        out.println();
        out.println("raw figures: " + raw);
        out.println("report: " + html);
    }

    private Path file(String name) {
        return arguments.results().resolve(name);
    }
}
