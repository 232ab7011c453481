package dev.gyre.bench;

import dev.gyre.bench.serve.ServeRun;
import dev.gyre.bench.serve.ServeRun.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code serve} command: Gyre's server, nginx and servers in Java are loaded in turn, and the figures are kept. */
final class ServeCommand {

    private final ServeArguments arguments;
    private final PrintStream out;
    private final PrintStream progress;

    ServeCommand(ServeArguments arguments, PrintStream out, PrintStream progress) {
        this.arguments = arguments;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Measures and reports.
     *
     * @throws IOException if the figures cannot be kept
     * @throws IllegalStateException if a program is missing, or something was wrong with what was measured
     */
    void run() throws IOException {
        Files.createDirectories(arguments.results());
        Environment environment = Environment.current(arguments.quick());
        ServeReport report = new ServeReport(environment, measure());
        String stamp = StagesCommand.STAMP.format(LocalDateTime.now(ZoneId.systemDefault()));
        Path raw = arguments.results().resolve("serve-" + stamp + ".json");
        report.write(raw);
        out.print(report.tables());
        out.println();
        out.println("raw figures: " + raw);
    }

    private Map<ServeScenario, Map<String, List<Sample>>> measure() throws IOException {
        boolean isMany = arguments.scenarios().stream().anyMatch(scenario -> scenario.kib() == 0);
        try (ServeRun run = ServeRun.start(isMany ? ServeScenario.counts() : List.of())) {
            Map<ServeScenario, Map<String, List<Sample>>> results = new LinkedHashMap<>();
            for (ServeScenario scenario : arguments.scenarios()) {
                progress.println("measuring " + scenario.name());
                results.put(scenario, measure(run, scenario));
            }
            return results;
        }
    }

    /** Every arm in every round, each round beginning with another one, after a round of which nothing is kept. */
    private Map<String, List<Sample>> measure(ServeRun run, ServeScenario scenario) {
        Map<String, List<Sample>> byArm = new LinkedHashMap<>();
        for (String arm : scenario.arms()) {
            scenario.measure(run, arm, arguments.warmUp());
        }
        List<String> order = new ArrayList<>(scenario.arms());
        for (int i = 0; i < arguments.rounds(); i++) {
            for (String arm : order) {
                byArm.computeIfAbsent(arm, first -> new ArrayList<>())
                        .add(scenario.measure(run, arm, arguments.round()));
            }
            Collections.rotate(order, 1);
        }
        return byArm;
    }
}
