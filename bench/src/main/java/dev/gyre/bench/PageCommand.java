package dev.gyre.bench;

import dev.gyre.bench.page.PageRun;
import dev.gyre.bench.page.PageRun.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The {@code page} command: a real page measures Gyre and a bare socket in turn, and the figures are kept. */
final class PageCommand {

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
        measure(Environment.current(arguments.quick())).print(out, arguments.results(), "page");
    }

    private PageReport measure(Environment environment) throws IOException {
        try (PageRun run = PageRun.start(arguments.round())) {
            warmUp(run);
            List<PageResult> results = new ArrayList<>();
            for (PageScenario scenario : arguments.scenarios()) {
                progress.println("measuring " + scenario.name());
                results.add(PageResult.of(
                        scenario, PageResult.alternate(arguments.rounds(), arm -> sample(run, scenario, arm))));
            }
            return PageReport.besideSocket(environment, run.browser(), results);
        }
    }

    /** A scenario of many calls, so that what only few go through is compiled before they are counted. */
    private void warmUp(PageRun run) {
        for (String arm : List.of(PageResult.BARE, PageResult.GYRE)) {
            sample(run, PageScenario.BUSIEST, arm);
        }
    }

    private Sample sample(PageRun run, PageScenario scenario, String arm) {
        return run.measure(scenario.name(), arm, arguments.round());
    }
}
