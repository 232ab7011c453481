package dev.gyre.bench.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The process of one server: {@code PEER FOLDER [FIELD VALUE]...}. It writes its port in a line, then for each line that it
 * reads one with the bytes its threads have allocated so far and those its heap holds after a collection. It ends with its
 * input.
 */
final class PeerMain {

    private PeerMain() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 2; i + 1 < arguments.length; i += 2) {
            headers.put(arguments[i], arguments[i + 1]);
        }
        System.out.println(Peers.valueOf(arguments[0]).start(Path.of(arguments[1]), headers));
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (questions.readLine() != null) {
            System.out.println(allocated() + " " + retained());
        }
        System.exit(0);
    }

    private static long allocated() {
        return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
                ? Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                        .sum()
                : -1;
    }

    private static long retained() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
