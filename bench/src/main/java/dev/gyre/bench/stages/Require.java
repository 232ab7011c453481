package dev.gyre.bench.stages;

/** What must hold for figures to mean anything; a benchmark that breaks it has none. */
final class Require {

    private Require() {}

    static void that(boolean holds, String complaint) {
        if (!holds) {
            throw new IllegalStateException(complaint);
        }
    }

    static void same(String what, Object expected, Object actual) {
        that(expected.equals(actual), what + ": " + actual + " (expected: " + expected + ")");
    }
}
