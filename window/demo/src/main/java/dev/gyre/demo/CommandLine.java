package dev.gyre.demo;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for on the command line.
 *
 * @param backend what shows the windows
 * @param port the port of the loopback server; 0 for any that is free
 * @param open whether to open the default browser
 * @param tail the log to follow; null for the demo's own
 * @param watch the directory to watch
 * @param assets the directory with the page; null for the demo's own
 * @param help whether only the usage is wanted
 */
record CommandLine(
        BackendChoice backend,
        int port,
        boolean open,
        @Nullable Path tail,
        Path watch,
        @Nullable Path assets,
        boolean help) {

    static final String USAGE = """
            usage: java -jar gyre-demo.jar [options]

              --backend NAME      what shows the windows: browser, the default, javafx or jcef; the program ends with the
                                  last window, and in a browser when it is told to, by Ctrl-C
              --port N            port on 127.0.0.1, 0..65535; 0, the default, takes a free one
              --no-open           do not open the default browser
              --tail FILE         follow this log; by default the demo's own, a temporary file
              --watch DIR         watch this directory tree; by default the working directory
              --assets DIR        serve the page from this directory, not the demo's own; show changes at once
              --help              print this

            javafx and jcef are in a jar that was built with the profile of that name:
              mvn -B -ntp -q -DskipTests -Pjavafx package
            """;

    /**
     * Reads the arguments.
     *
     * @throws UsageException if one is unknown or has a bad value; the message says what was expected
     */
    static CommandLine parse(String... arguments) {
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        Draft draft = new Draft();
        while (!rest.isEmpty()) {
            draft.read(rest.removeFirst(), rest);
        }
        return draft.line();
    }

    /** Whether the user sees a window without opening its link. */
    boolean showsWindows() {
        return open || backend.hasWindows();
    }

    /** The options as far as they are read; a later one replaces an earlier one. */
    private static final class Draft {

        private BackendChoice backend = BackendChoice.BROWSER;
        private int port;
        private boolean open = true;
        private @Nullable Path tail;
        private Path watch = Path.of("").toAbsolutePath();
        private @Nullable Path assets;
        private boolean help;

        void read(String option, Deque<String> rest) {
            switch (option) {
                case "--backend" -> backend = BackendChoice.named(value(option, rest));
                case "--port" -> port = port(value(option, rest));
                case "--no-open" -> open = false;
                case "--tail" -> tail = file(option, value(option, rest));
                case "--watch" -> watch = directory(option, value(option, rest));
                case "--assets" -> assets = directory(option, value(option, rest));
                case "--help" -> help = true;
                default ->
                    throw new UsageException("option: " + option
                            + " (expected: --backend, --port, --no-open, --tail, --watch, --assets or --help)");
            }
        }

        CommandLine line() {
            return new CommandLine(backend, port, open, tail, watch, assets, help);
        }
    }

    private static String value(String option, Deque<String> rest) {
        String value = rest.pollFirst();
        if (value == null || value.startsWith("--")) {
            throw new UsageException(option + ": " + (value == null ? "nothing" : value) + " (expected: a value)");
        }
        return value;
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Refused below, as one that is out of range.
        }
        throw new UsageException("--port: " + text + " (expected: 0..65535)");
    }

    private static Path directory(String option, String text) {
        Path path = path(option, text, "a directory");
        if (!Files.isDirectory(path)) {
            throw new UsageException(option + ": " + text + " (expected: a directory)");
        }
        return path;
    }

    /** A log may appear later; that it is something else than a file can be told at once. */
    private static Path file(String option, String text) {
        Path path = path(option, text, "a file");
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new UsageException(option + ": " + text + " (expected: a file)");
        }
        return path;
    }

    private static Path path(String option, String text, String expected) {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new UsageException(option + ": " + text + " (expected: " + expected + ")", e);
        }
    }

    /** An option that cannot be obeyed. */
    static final class UsageException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }

        UsageException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
