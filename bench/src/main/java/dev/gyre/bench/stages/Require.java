package dev.gyre.bench.stages;

/** What must hold for figures to mean anything; a benchmark that breaks it has none. */
final class Require {

    private Require() {}

    static void that(boolean holds, String complaint) {
        if (!holds) {
            throw new IllegalStateException(complaint);
        }
    }

    /** Without boxing and without a text while all is well: it stands beside measured code. */
    static void same(String what, long expected, long actual) {
        if (expected != actual) {
            throw new IllegalStateException(what + ": " + actual + " (expected: " + expected + ")");
        }
    }

    static void same(String what, Object expected, Object actual) {
        that(expected.equals(actual), what + ": " + actual + " (expected: " + expected + ")");
    }
}
