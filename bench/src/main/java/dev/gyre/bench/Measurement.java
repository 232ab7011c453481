package dev.gyre.bench;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of one benchmark method with one set of parameters.
 *
 * @param type the simple name of the benchmark class
 * @param method the benchmark method: {@code naive...}, {@code gyre...} or {@code peer...}
 * @param threads how many threads called it
 * @param params its parameters by name
 * @param primary the score
 * @param secondary profiler figures and counters by name
 */
record Measurement(
        String type,
        String method,
        int threads,
        Map<String, String> params,
        Figure primary,
        Map<String, Figure> secondary) {

    private static final String ALLOCATION = "gc.alloc.rate.norm";

    /** B/op, NaN if the profiler did not run. */
    double bytesPerOperation() {
        Figure figure = secondary.get(ALLOCATION);
        return figure == null ? Double.NaN : figure.score();
    }

    /** A counter's sum over all iterations, 0 if the benchmark does not count it. */
    double total(String counter) {
        Figure figure = secondary.get(counter);
        return figure == null
                ? 0
                : figure.raw().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** A counter's mean over all iterations, 0 if the benchmark does not count it. */
    double mean(String counter) {
        Figure figure = secondary.get(counter);
        return figure == null ? 0 : total(counter) / figure.raw().size();
    }

    @Nullable
    Figure counter(String name) {
        return secondary.get(name);
    }

    /** Whether this and another are arms of one comparison: all is equal but the method. */
    boolean isArmBeside(Measurement other) {
        return type.equals(other.type) && threads == other.threads && params.equals(other.params);
    }

    /** What distinguishes this case from the others of its benchmark. */
    String caseName() {
        String cores = threads == Runtime.getRuntime().availableProcessors() && threads > 1 ? " (MAX)" : "";
        String calling = threads == 1 ? "" : threads + " threads" + cores;
        String given = String.join(", ", params.values());
        return given.isEmpty()
                ? (calling.isEmpty() ? "1 thread" : calling)
                : calling.isEmpty() ? given : given + ", " + calling;
    }
}
