package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** A server that the system gives no more descriptors, in a process of its own. */
final class ExhaustedDescriptorsTest {

    private static final int DESCRIPTORS = 256;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Test
    void pausesAcceptingAndServesThoseWhoAreThere() throws Exception {
        Descriptors.assumeKnown();
        Process process = start();
        List<SocketChannel> crowd = new ArrayList<>();
        ConcurrentLinkedQueue<Long> failures = new ConcurrentLinkedQueue<>();
        Thread reader = new Thread(() -> noteFailures(process, failures), "test-stderr");
        reader.start();
        try {
            int port = Integer.parseInt(process.inputReader(UTF_8).readLine());
            try (Wire early = new Wire(port)) {
                assertThat(early.send(Wire.get(port, "/a")).read().text()).isEqualTo("A");
                for (int i = 0; i < 2 * DESCRIPTORS; i++) {
                    crowd.add(SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
                }
                Await.until(() -> !failures.isEmpty());
                Duration before = cpu(process);

                Await.until(() -> failures.size() >= 4);
                Duration used = cpu(process).minus(before);
                List<Long> times = List.copyOf(failures);

                assertThat(times.get(3) - times.get(0))
                        .isGreaterThan(PAUSE.multipliedBy(2).toNanos());
                assertThat(used).isLessThan(PAUSE);
                assertThat(early.send(Wire.get(port, "/a")).read().text()).isEqualTo("A");
                for (SocketChannel each : crowd) {
                    each.close();
                }
                assertThat(Wire.ask(port, Wire.get(port, "/a")).text()).isEqualTo("A");
            }
        } finally {
            process.destroyForcibly();
        }
        reader.join(10_000);
    }

    private static Process start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n " + DESCRIPTORS + " && exec \"$@\"",
                        "sh",
                        java,
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExhaustedDescriptorsTest.class.getName())
                .start();
    }

    private static void noteFailures(Process process, ConcurrentLinkedQueue<Long> failures) {
        try (BufferedReader lines = process.errorReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("refused: " + Refusal.NOT_ACCEPTED)) {
                    failures.add(System.nanoTime());
                }
            }
        } catch (IOException ended) {
            // With the process.
        }
    }

    private static Duration cpu(Process process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** The other process. */
    @SuppressWarnings("SystemOut") // its standard output is what the test reads
    public static void main(String[] arguments) throws IOException {
        try (AssetServer server =
                AssetServer.start(options -> options.source(AssetSource.memory(Map.of("a", "A".getBytes(UTF_8))))
                        .limits(limits -> limits.connections(10_000)))) {
            System.out.println(server.port());
            assertThat(System.in.read()).isNegative();
        }
    }
}
