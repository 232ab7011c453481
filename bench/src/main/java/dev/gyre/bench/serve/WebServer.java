package dev.gyre.bench.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own. */
abstract class WebServer implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 10;

    private final String name;
    private final Process process;

    WebServer(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /** A server of {@link Peers}, with the flags of this virtual machine's default. */
    static Java java(String name, Peers peer, Path folder, Map<String, String> headers) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PeerMain.class.getName(),
                peer.name(),
                folder.toString()));
        headers.forEach((field, value) -> command.addAll(List.of(field, value)));
        return new Java(name, start(command, folder));
    }

    static Process start(List<String> command, Path folder) {
        try {
            Path log = folder.resolveSibling(folder.getFileName() + ".log");
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("command: " + command.get(0) + " (expected: one that can be started)", e);
        }
    }

    String name() {
        return name;
    }

    abstract int port();

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** What it has used of all cores so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    boolean isRunning() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** One that tells what it allocates. */
    static final class Java extends WebServer {

        private final Process process;
        private final BufferedReader answers;
        private final int port;

        private Java(String name, Process process) {
            super(name, process);
            this.process = process;
            this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            this.port = Integer.parseInt(line());
        }

        @Override
        int port() {
            return port;
        }

        /** What its threads have allocated so far and what its heap holds. */
        Memory memory() {
            try {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            String[] words = line().split(" ", -1);
            return new Memory(Long.parseLong(words[0]), Long.parseLong(words[1]));
        }

        private String line() {
            try {
                String line = answers.readLine();
                if (line == null) {
                    throw new IllegalStateException(name() + ": it ended (expected: a server; see its log)");
                }
                return line;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Bytes of a heap.
     *
     * @param allocated by all threads since the start
     * @param retained after a collection
     */
    record Memory(long allocated, long retained) {}
}
