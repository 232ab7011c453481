package dev.gyre.assets.packer;

import java.nio.file.Path;
import java.util.List;

/**
 * What was typed.
 *
 * @param paths as many as the command takes
 */
record CommandLine(Command command, List<Path> paths) {

    static final String USAGE = """
            Usage: java -cp CLASSPATH dev.gyre.assets.packer.Main COMMAND

              pack DIR FILE   packs the files of a folder into a bundle, and tells what that saved
              verify FILE     reads a bundle whole and compares every checksum
              list FILE       tells what is in a bundle: bytes as they are, in gzip and in brotli, and path
              --help          tells this

            Not packed are names that begin with a dot, links that lead out of the folder, and names that no
            request can name.
            """;

    /** What can be done, and with how many paths. */
    enum Command {
        PACK("pack", 2, "a folder and a file"),
        VERIFY("verify", 1, "a file"),
        LIST("list", 1, "a file"),
        HELP("--help", 0, "nothing");

        private final String word;
        private final int paths;
        private final String operands;

        Command(String word, int paths, String operands) {
            this.word = word;
            this.paths = paths;
            this.operands = operands;
        }
    }

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
        List<String> words = List.of(arguments);
        if (words.contains(Command.HELP.word)) {
            return new CommandLine(Command.HELP, List.of());
        }
        String first = words.isEmpty() ? "nothing" : words.get(0);
        for (Command command : Command.values()) {
            if (command.word.equals(first)) {
                return new CommandLine(command, operands(command, words.subList(1, words.size())));
            }
        }
        throw new UsageException("command: " + first + " (expected: pack, verify, list or --help)");
    }

    private static List<Path> operands(Command command, List<String> words) {
        if (words.size() != command.paths) {
            String given = words.isEmpty() ? "nothing" : String.join(" ", words);
            throw new UsageException(command.word + ": " + given + " (expected: " + command.operands + ")");
        }
        return words.stream().map(Path::of).toList();
    }
}
