package dev.gyre.ipc.bindgen;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was typed.
 *
 * @param options null if help is wanted
 */
record CommandLine(@Nullable Options options, Path out) {

    static final String USAGE = """
            Usage: java -cp CLASSPATH dev.gyre.ipc.bindgen.Main --out FILE [--service CLASS]... [--events CLASS]...

              --out FILE        the TypeScript module to write
              --service CLASS   a class with @Binding methods; may be given many times
              --events CLASS    a class with static final EventType constants; may be given many times
              --sources DIR     a folder of Java sources to take the Javadoc from; may be given many times
              --gyre PATH       what the module imports the client from; /gyre/gyre.js if not given
              --help            tells this
            """;

    /** A command line that cannot be understood. */
    static final class UsageException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    /**
     * Reads a command line.
     *
     * @throws UsageException if it cannot be understood
     */
    static CommandLine parse(String... arguments) {
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        if (rest.contains("--help")) {
            return new CommandLine(null, Path.of(""));
        }
        List<String> outs = new ArrayList<>();
        List<String> services = new ArrayList<>();
        List<String> events = new ArrayList<>();
        List<Path> sources = new ArrayList<>();
        List<String> gyre = new ArrayList<>(List.of(Options.GYRE));
        while (!rest.isEmpty()) {
            String option = rest.pop();
            switch (option) {
                case "--out" -> outs.add(value(option, rest));
                case "--service" -> services.add(value(option, rest));
                case "--events" -> events.add(value(option, rest));
                case "--sources" -> sources.add(Path.of(value(option, rest)));
                case "--gyre" -> gyre.add(value(option, rest));
                default -> throw new UsageException(option + " (expected: one of the options that --help tells)");
            }
        }
        if (outs.size() != 1) {
            throw new UsageException("--out: " + (outs.isEmpty() ? "none" : outs) + " (expected: one file)");
        }
        if (services.isEmpty() && events.isEmpty()) {
            throw new UsageException("--service and --events: none (expected: at least one class)");
        }
        return new CommandLine(new Options(services, events, sources, gyre.get(gyre.size() - 1)), Path.of(outs.get(0)));
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty() || rest.peek().startsWith("--")) {
            throw new UsageException(option + ": nothing (expected: a value)");
        }
        return rest.pop();
    }
}
