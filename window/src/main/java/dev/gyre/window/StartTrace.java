package dev.gyre.window;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What an application did while it started: its services, its server, its backend and its windows, when each began and how
 * long it took. Printed, it is a line for each. Thread-safe.
 */
public final class StartTrace {

    private static final double NANOS_PER_MILLI = 1e6;

    /** Begins are told from here. */
    private volatile long zero = System.nanoTime();

    private final Queue<Step> steps = new ConcurrentLinkedQueue<>();

    StartTrace() {}

    /**
     * A part of a start.
     *
     * @param name what was started
     * @param begun when, from the beginning of the start
     * @param took how long it took
     */
    public record Step(String name, Duration begun, Duration took) {}

    /** A part of a start, which may fail. */
    interface Part {
        void run() throws Exception;
    }

    void begin() {
        zero = System.nanoTime();
    }

    /** Runs a part on the calling thread. */
    void run(String name, Part part) throws Exception {
        long begun = System.nanoTime();
        part.run();
        steps.add(new Step(name, Duration.ofNanos(begun - zero), Duration.ofNanos(System.nanoTime() - begun)));
    }

    /**
     * The parts that were started so far; one that refused is not among them.
     *
     * @return a snapshot, in the order in which they began
     */
    public List<Step> steps() {
        return steps.stream().sorted(Comparator.comparing(Step::begun)).toList();
    }

    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder("   begun    took\n");
        steps().forEach(step -> lines.append(String.format(
                Locale.ROOT, "%5.0f ms %5.0f ms  %s%n", millis(step.begun), millis(step.took), step.name)));
        return lines.toString();
    }

    private static double millis(Duration time) {
        return time.toNanos() / NANOS_PER_MILLI;
    }
}
