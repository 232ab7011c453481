package dev.gyre.ipc.bindgen;

import java.io.PrintStream;

/** The generator as a program. Exit codes: 0 the module stands, 1 it cannot be made, 2 the command line is wrong. */
public final class Main {

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Main() {}

    /**
     * Generates a module from classes on the class path.
     *
     * @param arguments as {@code --help} tells
     */
    public static void main(String... arguments) {
        int outcome = run(System.out, System.err, arguments);
        if (outcome != OK) {
            System.exit(outcome);
        }
    }

    static int run(PrintStream out, PrintStream err, String... arguments) {
        try {
            return run(out, CommandLine.parse(arguments));
        } catch (CommandLine.UsageException wrong) {
            err.println(wrong.getMessage());
            return USAGE;
        } catch (BindgenException refused) {
            err.println(refused.getMessage());
            return FAILED;
        }
    }

    private static int run(PrintStream out, CommandLine line) {
        if (line.options() == null) {
            out.print(CommandLine.USAGE);
            return OK;
        }
        String module = Bindgen.generate(line.options(), Main.class.getClassLoader());
        boolean written = OutputFile.write(line.out(), module);
        out.println(line.out() + (written ? " written" : " unchanged"));
        return OK;
    }
}
