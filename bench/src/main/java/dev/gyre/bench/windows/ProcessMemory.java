package dev.gyre.bench.windows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux tells of the memory that processes hold. */
final class ProcessMemory {

    private static final long KIB = 1024;

    private ProcessMemory() {}

    /**
     * Bytes that a process and those it has started hold, each page divided among all that have it: what they share counts
     * once. NaN on a system that does not tell.
     */
    static double of(ProcessHandle process) {
        double sum = Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(ProcessMemory::share)
                .sum();
        return sum == 0 ? Double.NaN : sum;
    }

    private static long share(ProcessHandle process) {
        Path of = Path.of("/proc", String.valueOf(process.pid()), "smaps_rollup");
        try (Stream<String> lines = Files.lines(of)) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> KIB * Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }
}
