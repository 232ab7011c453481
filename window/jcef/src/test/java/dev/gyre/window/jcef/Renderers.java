package dev.gyre.window.jcef;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes in which Chromium shows pages. */
final class Renderers {

    private Renderers() {}

    static Stream<ProcessHandle> all() {
        return ProcessHandle.current()
                .descendants()
                .filter(helper -> command(helper).contains("--type=renderer"));
    }

    /** How much each has computed. */
    static Map<ProcessHandle, Duration> effort() {
        return all().collect(Collectors.toMap(
                each -> each, each -> each.info().totalCpuDuration().orElse(Duration.ZERO)));
    }

    /** The one that has computed most since then. Chromium keeps others in reserve, which do nothing. */
    static ProcessHandle busiest(Map<ProcessHandle, Duration> since) {
        return effort().entrySet().stream()
                .max(Comparator.comparing(
                        each -> each.getValue().minus(since.getOrDefault(each.getKey(), Duration.ZERO))))
                .orElseThrow()
                .getKey();
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
