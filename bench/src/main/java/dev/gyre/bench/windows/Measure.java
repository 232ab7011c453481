package dev.gyre.bench.windows;

/**
 * What a page is to measure.
 *
 * @param name as the page's script has it
 * @param millis how long
 */
public record Measure(String name, long millis) {

    /** The name of the event that asks for it. */
    static final String EVENT = "bench.measure";
}
