package dev.gyre.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where figures were taken, so that nobody compares across machines without knowing.
 *
 * @param jvm the virtual machine and its version
 * @param flags the arguments it was started with; forks inherit them
 * @param cpu the processor's model
 * @param cores how many of them the virtual machine may use
 * @param os the operating system
 * @param loadAverage runnable threads on the machine when the run began, negative where unknown
 * @param quick whether the runs were too short to count
 */
record Environment(
        String jvm, List<String> flags, String cpu, int cores, String os, double loadAverage, boolean quick) {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static Environment current(boolean quick) {
        return new Environment(
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                quick);
    }

    /** Linux tells the model; elsewhere the architecture must do. */
    private static String cpuModel() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(Environment::architecture);
        } catch (IOException elsewhere) {
            return architecture();
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch");
    }

    void write(Path file) throws IOException {
        JSON.writeValue(file.toFile(), this);
    }

    /** In one line, for the head of a report. */
    String line() {
        String load = loadAverage < 0 ? "" : ", load average at the start " + Numbers.significant(loadAverage);
        return jvm + ", flags " + flags + ", " + cpu + ", " + cores + " cores, " + os + load;
    }
}
