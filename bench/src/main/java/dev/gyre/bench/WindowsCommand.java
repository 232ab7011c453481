package dev.gyre.bench;

import dev.gyre.bench.page.PageRun.Sample;
import dev.gyre.bench.windows.Natives;
import dev.gyre.bench.windows.Toolkit;
import dev.gyre.bench.windows.WindowProcess;
import dev.gyre.bench.windows.WindowProcess.Shown;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code windows} command: Gyre's windows and bare ones of the same toolkit in turn, and the figures are kept. */
final class WindowsCommand {

    private static final double MEBIBYTE = 1 << 20;

    /** So that what only few go through is compiled before they are counted. */
    private static final String BUSIEST = "round trips, 32 in flight";

    private final WindowsArguments arguments;
    private final PrintStream out;
    private final PrintStream progress;

    WindowsCommand(WindowsArguments arguments, PrintStream out, PrintStream progress) {
        this.arguments = arguments;
        this.out = out;
        this.progress = progress;
    }

    /** Whether this machine shows windows, if only to nobody, as those of Xvfb. */
    static boolean hasDisplay() {
        return !System.getProperty("os.name").startsWith("Linux") || System.getenv("DISPLAY") != null;
    }

    /** What windows of JCEF need, or the complaint that they are not measured. */
    static Optional<Natives> findJcef(Path folder, PrintStream progress) {
        Optional<Natives> natives = hasDisplay() ? Natives.find(folder) : Optional.empty();
        if (natives.isEmpty()) {
            progress.println("JCEF WAS NOT MEASURED: "
                    + (hasDisplay()
                            ? "no Chromium in " + folder + ", and no " + Natives.inRepository()
                                    + " (expected: one of them, as mvn test -pl window/jcef leaves it)"
                            : "there is no display (expected: one, as of xvfb-run -a java -jar gyre-bench.jar)"));
        }
        return natives;
    }

    /**
     * Measures and reports.
     *
     * @throws IOException if the figures cannot be kept
     * @throws IllegalStateException if there is no display, or something was wrong with what was measured
     */
    void run() throws IOException {
        if (!hasDisplay()) {
            throw new IllegalStateException("WINDOWS WERE NOT MEASURED: there is no display"
                    + " (expected: one, as of xvfb-run -a java -jar gyre-bench.jar windows)");
        }
        Environment environment = Environment.current(arguments.quick());
        List<PageResult> results = new ArrayList<>();
        measure(Toolkit.JAVAFX, new Natives(arguments.natives(), List.of()), results);
        findJcef(arguments.natives(), progress).ifPresent(natives -> measure(Toolkit.JCEF, natives, results));
        PageReport.besideToolkit(environment, "JavaFX and JCEF", results).print(out, arguments.results(), "windows");
    }

    private void measure(Toolkit toolkit, Natives natives, List<PageResult> results) {
        List<PageScenario> cold = arguments.asked(WindowScenarios.cold(toolkit));
        if (!cold.isEmpty()) {
            progress.println("measuring first pages of " + toolkit.title());
            Map<String, List<Map<String, Sample>>> byArm =
                    PageResult.alternate(arguments.rounds(), arm -> cold(toolkit, arm, natives));
            cold.forEach(scenario -> results.add(new PageResult(
                    scenario,
                    named(scenario, byArm.getOrDefault(PageResult.BARE, List.of())),
                    named(scenario, byArm.getOrDefault(PageResult.GYRE, List.of())))));
        }
        List<PageScenario> warm = arguments.asked(WindowScenarios.warm(toolkit));
        if (!warm.isEmpty()) {
            warm(toolkit, natives, warm, results);
        }
    }

    private static List<Sample> named(PageScenario scenario, List<Map<String, Sample>> rounds) {
        return rounds.stream()
                .flatMap(round -> Optional.ofNullable(round.get(scenario.name())).stream())
                .toList();
    }

    /** A process of its own from its start to a few windows. */
    private Map<String, Sample> cold(Toolkit toolkit, String arm, Natives natives) {
        Map<String, Sample> figures = new LinkedHashMap<>();
        try (WindowProcess process = WindowProcess.start(toolkit, arm, natives)) {
            double one = settledMemory(process);
            Shown second = process.open(arm);
            for (int i = 1; i < arguments.further(); i++) {
                process.open(arm);
            }
            double more = (settledMemory(process) - one) / arguments.further();
            figures.put(WindowScenarios.FIRST_PAGE, figure(process.first().ran()));
            figures.put(WindowScenarios.FIRST_ANSWER, figure(process.first().answered()));
            figures.put(WindowScenarios.SECOND_WINDOW, figure(second.ran()));
            figures.put(WindowScenarios.MEMORY, figure(one / MEBIBYTE));
            figures.put(WindowScenarios.MEMORY_MORE, figure(more / MEBIBYTE));
        }
        Map<String, Sample> named = new LinkedHashMap<>();
        figures.forEach((what, figure) -> named.put(WindowScenarios.name(toolkit, what), figure));
        return named;
    }

    private double settledMemory(WindowProcess process) {
        try {
            Thread.sleep(arguments.settled().toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
        return process.memory();
    }

    private static Sample figure(double value) {
        return new Sample(value, Double.NaN);
    }

    /** Both windows in one process, and their pages in turn. */
    private void warm(Toolkit toolkit, Natives natives, List<PageScenario> scenarios, List<PageResult> results) {
        try (WindowProcess process = WindowProcess.start(toolkit, PageResult.GYRE, natives)) {
            process.open(PageResult.BARE);
            process.measure(BUSIEST, PageResult.BARE, arguments.round());
            process.measure(BUSIEST, PageResult.GYRE, arguments.round());
            for (PageScenario scenario : scenarios) {
                progress.println("measuring " + scenario.name());
                String what = scenario.name()
                        .substring(WindowScenarios.name(toolkit, "").length());
                results.add(PageResult.of(
                        scenario,
                        PageResult.alternate(
                                arguments.rounds(), arm -> process.measure(what, arm, arguments.round()))));
            }
        }
    }
}
