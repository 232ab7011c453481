package dev.gyre.bench.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An installed wrk: one thread that keeps 32 connections busy, one request each at a time. */
final class Wrk {

    static final String PROGRAM = "wrk";
    private static final int CONNECTIONS = 32;

    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
    private static final Pattern MEDIAN = Pattern.compile("\\s50%\\s+([\\d.]+)(us|ms|s|m)");
    private static final Pattern TAIL = Pattern.compile("\\s99%\\s+([\\d.]+)(us|ms|s|m)");
    private static final List<String> FAILURES = List.of("Socket errors", "Non-2xx");
    private static final Map<String, Double> MICROS = Map.of("us", 1.0, "ms", 1e3, "s", 1e6, "m", 60e6);

    private Wrk() {}

    /**
     * What it tells of one run.
     *
     * @param requests how many were answered
     * @param rate of them, a second
     * @param p50 half of the answers came within, in microseconds
     * @param p99 99 of 100 answers came within, in microseconds
     */
    record Load(long requests, double rate, double p50, double p99) {}

    /**
     * Loads a server.
     *
     * @param script what is asked for in turn, or null for the one address
     * @throws IllegalStateException if an answer was none, or an error
     */
    static Load run(String url, Duration time, @Nullable Path script) {
        List<String> command = new ArrayList<>(
                List.of(PROGRAM, "-t1", "-c" + CONNECTIONS, "-d" + Math.max(1, time.toSeconds()) + "s", "--latency"));
        if (script != null) {
            command.addAll(List.of("-s", script.toString()));
        }
        command.add(url);
        String told = output(command);
        if (FAILURES.stream().anyMatch(told::contains)) {
            throw new IllegalStateException("wrk " + url + ": " + told.strip() + " (expected: no errors)");
        }
        return parse(told);
    }

    static Load parse(String told) {
        return new Load((long) figure(REQUESTS, told), figure(RATE, told), figure(MEDIAN, told), figure(TAIL, told));
    }

    private static double figure(Pattern pattern, String told) {
        Matcher found = pattern.matcher(told);
        if (!found.find()) {
            throw new IllegalStateException("wrk: " + told.strip() + " (expected: " + pattern + ")");
        }
        double unit = found.groupCount() > 1 ? MICROS.getOrDefault(found.group(2), 1.0) : 1;
        return Double.parseDouble(found.group(1)) * unit;
    }

    private static String output(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
