package dev.gyre.bench;

import dev.gyre.bench.page.PageRun;
import dev.gyre.bench.page.PageRun.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The {@code page} command: a real page measures Gyre and a bare socket in turn, and the figures are kept. */
final class PageCommand {

    private static final String BARE = "bare";
    private static final String GYRE = "gyre";

    private final PageArguments arguments;
    private final PrintStream out;
    private final PrintStream progress;

    PageCommand(PageArguments arguments, PrintStream out, PrintStream progress) {
        this.arguments = arguments;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Measures and reports.
     *
     * @throws IOException if the figures cannot be kept
     * @throws IllegalStateException if there is no browser, or something was wrong with what was measured
     */
    void run() throws IOException {
        Files.createDirectories(arguments.results());
        Environment environment = Environment.current(arguments.quick());
        PageReport report = measure(environment);
        String stamp = StagesCommand.STAMP.format(LocalDateTime.now(ZoneId.systemDefault()));
        Path raw = arguments.results().resolve("page-" + stamp + ".json");
        report.write(raw);
        out.print(report.table());
        out.println();
        out.println("raw figures: " + raw);
    }

    private PageReport measure(Environment environment) throws IOException {
        try (PageRun run = PageRun.start(arguments.round())) {
            warmUp(run);
            List<PageResult> results = new ArrayList<>();
            for (PageScenario scenario : arguments.scenarios()) {
                progress.println("measuring " + scenario.name());
                results.add(measure(run, scenario));
            }
            return new PageReport(environment, run.browser(), results);
        }
    }

    /** A scenario of many calls, so that what only few go through is compiled before they are counted. */
    private void warmUp(PageRun run) {
        for (String arm : List.of(BARE, GYRE)) {
            sample(run, PageScenario.BUSIEST, arm);
        }
    }

    /** Both arms in every round, each first in every other, after a round of which nothing is kept. */
    private PageResult measure(PageRun run, PageScenario scenario) {
        sample(run, scenario, BARE);
        sample(run, scenario, GYRE);
        List<Sample> bare = new ArrayList<>();
        List<Sample> gyre = new ArrayList<>();
        for (int i = 0; i < arguments.rounds(); i++) {
            boolean bareFirst = i % 2 == 0;
            if (bareFirst) {
                bare.add(sample(run, scenario, BARE));
            }
            gyre.add(sample(run, scenario, GYRE));
            if (!bareFirst) {
                bare.add(sample(run, scenario, BARE));
            }
        }
        return new PageResult(scenario, bare, gyre);
    }

    private Sample sample(PageRun run, PageScenario scenario, String arm) {
        return run.measure(scenario.name(), arm, arguments.round());
    }
}
