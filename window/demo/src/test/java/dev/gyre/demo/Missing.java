package dev.gyre.demo;

import static org.junit.jupiter.api.Assumptions.abort;

/** What a machine lacks for a test, which then did not run: said loudly, or a failure where it is required. */
final class Missing {

    private Missing() {}

    /**
     * Ends the test.
     *
     * @param property the system property that requires it
     * @param message what did not run, and why
     */
    static void tell(String property, String message) {
        if (System.getProperty(property, "optional").equals("required")) {
            throw new AssertionError(message);
        }
        System.getLogger(Missing.class.getName()).log(System.Logger.Level.ERROR, message);
        abort(message);
    }
}
