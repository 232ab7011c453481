package dev.gyre.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.openjdk.jmh.runner.RunnerException;

/** The command line: {@code stages}, {@code page}, {@code serve} and {@code windows} measure and report, {@code jmh} hands its arguments to JMH. */
final class Main {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int BAD_ARGUMENTS = 2;

    static final String USAGE = """
            usage: java -jar gyre-bench.jar COMMAND

              stages [--quick] [--stage N]... [--only NAME]... [--results DIR]
                  runs the stages (%s), prints a Markdown table, and writes raw JMH JSON
                  and an HTML report under DIR (default: bench/results)
                  --quick      very short runs, to see that all works; not a measurement
                  --stage N    only stage N; may be repeated
                  --only NAME  only one benchmark class of a stage, as Stage10Peers; may be repeated
              page [--quick] [--only WORD]... [--results DIR] [--soak]
                  has a page in an installed Chromium measure calls, events and streams beside a bare
                  WebSocket, prints a Markdown table, and writes its figures as JSON under DIR
                  --only WORD  only scenarios with this in their name, as "64 B"; may be repeated
                  --soak       instead, 100 streams of 1 MiB/s into one page for a minute, and the
                               memory of both processes before and after
              serve [--quick] [--only NAME]... [--results DIR]
                  has an installed wrk load Gyre's server, an installed nginx, Vert.x, Undertow and Reactor
                  Netty in turn, prints Markdown tables, and writes its figures as JSON under DIR
                  --only NAME  only this file, as "64 KiB"; may be repeated
              windows [--quick] [--only WORD]... [--natives DIR] [--results DIR]
                  sets Gyre's windows of JavaFX and JCEF beside bare ones of the same toolkit: first page,
                  second window, memory, calls and events; prints a Markdown table, and writes its figures as
                  JSON under DIR. It needs a display: xvfb-run -a java -jar gyre-bench.jar windows
                  --only WORD    only scenarios with this in their name, as "jcef" or "events"; may be repeated
                  --natives DIR  Chromium's own files (default: .cache/gyre/jcef in your home); what is not
                                 there is unpacked to there, 360 MB, from the local Maven repository
              jmh ARGS
                  JMH's own command line; "jmh -h" lists its options
            """.formatted(Stages.numbers());

    private final PrintStream out;
    private final PrintStream err;

    Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) throws IOException {
        int status = new Main(System.out, System.err).run(arguments);
        if (status != OK) {
            System.exit(status);
        }
    }

    int run(String... arguments) throws IOException {
        if (arguments.length == 0) {
            out.print(USAGE);
            return OK;
        }
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        return switch (arguments[0]) {
            case "stages" -> measure(StagesArguments::parse, parsed -> new StagesCommand(parsed, out, err).run(), rest);
            case "page" -> measure(PageArguments::parse, this::page, rest);
            case "serve" -> measure(ServeArguments::parse, parsed -> new ServeCommand(parsed, out, err).run(), rest);
            case "windows" ->
                measure(WindowsArguments::parse, parsed -> new WindowsCommand(parsed, out, err).run(), rest);
            case "jmh" -> jmh(rest);
            default -> complain("command: " + arguments[0] + " (expected: stages, page, serve, windows or jmh)");
        };
    }

    private void page(PageArguments arguments) throws IOException {
        if (arguments.soak().isZero()) {
            new PageCommand(arguments, out, err).run();
        } else {
            new SoakCommand(arguments.soak(), out, err).run();
        }
    }

    /** Complains of arguments that cannot be read, and tells what went wrong after that. */
    private <T> int measure(Function<List<String>, T> parse, Command<T> command, String... words) throws IOException {
        T parsed;
        try {
            parsed = parse.apply(List.of(words));
        } catch (IllegalArgumentException bad) {
            return complain(String.valueOf(bad.getMessage()));
        }
        try {
            command.run(parsed);
            return OK;
        } catch (RunnerException | IllegalStateException failed) {
            err.println("the measurement failed: " + failed.getMessage());
            return FAILED;
        }
    }

    private static int jmh(String... arguments) throws IOException {
        org.openjdk.jmh.Main.main(arguments);
        return OK;
    }

    private int complain(String what) {
        err.println(what);
        err.println("without arguments the program tells its usage");
        return BAD_ARGUMENTS;
    }

    /** What measures once its arguments are read. */
    @FunctionalInterface
    private interface Command<T> {
        void run(T arguments) throws IOException, RunnerException;
    }
}
