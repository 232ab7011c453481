package dev.gyre.bench;

import dev.gyre.bench.page.PageRun;
import dev.gyre.bench.page.PageRun.Memory;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.ToLongFunction;

/** {@code page --soak}: a hundred streams at once into one page, and what both processes hold before and after. */
final class SoakCommand {

    private static final int FLOWS = 100;
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final Duration time;
    private final PrintStream out;
    private final PrintStream progress;

    SoakCommand(Duration time, PrintStream out, PrintStream progress) {
        this.time = time;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Soaks and reports.
     *
     * @throws IOException if there is no room for the browser's profile
     * @throws IllegalStateException if there is no browser, or a piece was lost, doubled or out of its place
     */
    void run() throws IOException {
        try (PageRun run = PageRun.start(time)) {
            progress.println("warming up");
            run.soak(FLOWS, time.compareTo(WARM_UP) < 0 ? time : WARM_UP);
            Memory before = run.memory();
            progress.println("soaking for " + time.toSeconds() + " s");
            double rate = run.soak(FLOWS, time);
            Memory after = run.memory();
            out.print(Environment.current(false).line() + ", " + run.browser() + "\n\n"
                    + FLOWS + " streams of 1 MiB/s for " + time.toSeconds() + " s: "
                    + Numbers.withUnit(rate, "B/s") + "\n\n"
                    + "| after collection | before | after |\n| --- | --- | --- |\n"
                    + row("Java heap", before, after, Memory::java)
                    + row("page heap", before, after, Memory::page)
                    + row("page process", before, after, Memory::resident));
        }
    }

    private static String row(String name, Memory before, Memory after, ToLongFunction<Memory> bytes) {
        return "| " + name + " | " + mebibytes(bytes.applyAsLong(before)) + " | " + mebibytes(bytes.applyAsLong(after))
                + " |\n";
    }

    private static String mebibytes(long bytes) {
        return Numbers.significant(bytes / (double) (1 << 20)) + " MiB";
    }
}
