package dev.gyre.assets;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the operating system says about this process's descriptors; on Linux alone. */
final class Descriptors {

    private static final Path OPEN = Path.of("/proc/self/fd");

    private Descriptors() {}

    static void assumeKnown() {
        assumeTrue(Files.isDirectory(OPEN), "not run: this system has no /proc/self/fd");
    }

    /** How many there may be. */
    static int most() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/limits")).stream()
                .filter(each -> each.startsWith("Max open files"))
                .findFirst()
                .orElseThrow();
        String soft = line.split(" {2,}", -1)[1];
        return soft.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(soft);
    }

    /** Which files below a folder are open, deleted ones too. */
    static List<String> openBelow(Path folder) {
        try (Stream<Path> all = Files.list(OPEN)) {
            return all.map(Descriptors::target)
                    .filter(target -> target.startsWith(folder.toString()))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
