package dev.gyre.assets.packer;

import java.io.Console;
import java.io.PrintStream;

/** Somebody who looks on. */
final class Terminal {

    private Terminal() {}

    /** Whether the program runs on a terminal. Since JDK 22 a console may be something else, and says so. */
    @SuppressWarnings("SystemConsoleNull")
    static boolean isThere() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException before22) {
            return true;
        }
    }

    /** One line that is written over, and gone in the end. */
    static Progress progress(PrintStream err) {
        return (done, all) -> {
            String line = "packed " + done + " of " + all;
            err.print(done < all ? "\r" + line : "\r" + " ".repeat(line.length()) + "\r");
            err.flush();
        };
    }
}
