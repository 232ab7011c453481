package dev.gyre.demo;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The demo as its user starts it: a process of its own, its first line, its errors, and its end. */
final class DemoProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Each warning has a line above it that says when and where. */
    private static final String MAY_SAY = "|WARNING: .*|\\S.* dev\\.gyre\\.[\\w.$]+ \\w+"
            + "|dev\\.gyre\\.event\\.BlockedHandlerException: .*|\\tat .*";

    private final Process process;
    private final BlockingQueue<String> out = new LinkedBlockingQueue<>();
    private final Queue<String> err = new ConcurrentLinkedQueue<>();
    private final List<Thread> readers;

    private DemoProcess(Process process) {
        this.process = process;
        this.readers = List.of(
                read(new BufferedReader(process.inputReader(StandardCharsets.UTF_8)), out, "demo-out"),
                read(new BufferedReader(process.errorReader(StandardCharsets.UTF_8)), err, "demo-err"));
    }

    /** Starts the demo on the virtual machine of the test. */
    static DemoProcess start(String... arguments) throws IOException {
        return start(System.getProperty("java.class.path"), Main.class, List.of(), arguments);
    }

    /** Starts it by way of another class, on a virtual machine with options. */
    static DemoProcess start(String classPath, Class<?> main, List<String> options, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        return run(command, arguments);
    }

    /** Starts it from its one file. */
    static DemoProcess startJar(Path jar, String... arguments) throws IOException {
        return run(List.of("-jar", jar.toString()), arguments);
    }

    private static DemoProcess run(List<String> how, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java("java")));
        command.addAll(how);
        command.addAll(List.of(arguments));
        return new DemoProcess(new ProcessBuilder(command).start());
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    private static Thread read(BufferedReader from, Queue<String> into, String name) {
        Thread reader = new Thread(() -> from.lines().forEach(into::add), name);
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    /** The next line of its output, waited for within a bound. */
    String line() throws InterruptedException {
        String line = out.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("no line within " + PATIENCE + "; errors: " + err);
        }
        return line;
    }

    /** Writes a line to its standard input. */
    void say(String line) throws IOException {
        BufferedWriter in = process.outputWriter(StandardCharsets.UTF_8);
        in.write(line);
        in.newLine();
        in.flush();
    }

    /** The processes that it has started. */
    List<ProcessHandle> helpers() {
        return process.descendants().toList();
    }

    /** The link that it prints when it is ready. */
    String link() throws InterruptedException {
        String line = line();
        if (!line.startsWith("Gyre demo: ")) {
            throw new AssertionError("first line: " + line);
        }
        return line.substring("Gyre demo: ".length());
    }

    /** What it has written to its error stream. */
    List<String> errors() {
        return List.copyOf(err);
    }

    /**
     * The same, without what may stand there: warnings, as a newer JDK has for what the libraries of windows do, and reports of
     * handlers that a busy machine has kept waiting.
     */
    List<String> complaints() {
        return err.stream().filter(line -> !line.matches(MAY_SAY)).toList();
    }

    /** The CPU time of the runtime's own threads so far, as the virtual machine's own tool tells it. */
    Duration cpuOfGyreThreads() throws IOException {
        Process tool = new ProcessBuilder(java("jcmd"), String.valueOf(process.pid()), "Thread.print").start();
        double millis = new BufferedReader(tool.inputReader(StandardCharsets.UTF_8))
                .lines()
                .filter(line -> line.startsWith("\"gyre-"))
                .mapToDouble(DemoProcess::cpuMillis)
                .sum();
        return Duration.ofNanos((long) (millis * 1e6));
    }

    private static double cpuMillis(String line) {
        int at = line.indexOf(" cpu=") + " cpu=".length();
        return Double.parseDouble(line.substring(at, line.indexOf("ms", at)));
    }

    /** Sends the signal of Ctrl-C, or asks politely where there are no signals, and waits for the exit code. */
    int interrupt() throws IOException, InterruptedException {
        if (process.supportsNormalTermination()) {
            new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } else {
            process.destroy();
        }
        return awaitEnd();
    }

    /** Waits for the exit code, within a bound. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + PATIENCE + "; errors: " + err);
        }
        for (Thread reader : readers) {
            reader.join();
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
