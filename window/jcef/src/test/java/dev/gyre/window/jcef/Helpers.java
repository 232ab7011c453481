package dev.gyre.window.jcef;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes of Chromium beside our own. */
final class Helpers {

    private Helpers() {}

    /** Those that show pages. */
    static Stream<ProcessHandle> renderers() {
        return ProcessHandle.current()
                .descendants()
                .filter(helper -> told(helper, "cmdline").contains("--type=renderer"));
    }

    /** How much each has computed. */
    static Map<ProcessHandle, Duration> effort() {
        return renderers()
                .collect(Collectors.toMap(
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

    /** What each was started with, which it has from our own process. */
    static Stream<String> environments() {
        return ProcessHandle.current().descendants().map(helper -> told(helper, "environ"));
    }

    private static String told(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
