package dev.gyre.window.jcef;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The processes in which Chromium shows pages. */
final class Renderers {

    private Renderers() {}

    static Stream<ProcessHandle> all() {
        return ProcessHandle.current()
                .descendants()
                .filter(helper -> command(helper).contains("--type=renderer"));
    }

    /** Longer than what Java tells. */
    private static String command(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"));
        } catch (IOException gone) {
            return "";
        }
    }
}
