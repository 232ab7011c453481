package dev.gyre.bench;

/**
 * What a row must reach: a limit on its ratio, or on its figure where nothing stands beside it, or none where a row only
 * informs.
 *
 * @param text how the report writes it
 * @param least the smallest ratio or figure that meets it
 * @param most the largest ratio or figure that meets it
 */
record Bar(String text, double least, double most) {

    /** For rows that stand in the table for their figures alone. */
    static final Bar NONE = new Bar("", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** What one run differs from the next by: a smaller ratio is no gain. */
    private static final double NOISE = 1.1;

    /** For rows that may come out even, and then have to say so. */
    static final Bar GAIN = new Bar("a gain or none", NOISE, Double.POSITIVE_INFINITY);

    static Bar atLeast(double ratio) {
        return new Bar(">= " + Numbers.plain(ratio) + "x", ratio, Double.POSITIVE_INFINITY);
    }

    /** Faster, by however little. */
    static Bar moreThan(double ratio) {
        return new Bar("> " + Numbers.plain(ratio) + "x", Math.nextUp(ratio), Double.POSITIVE_INFINITY);
    }

    static Bar atMost(double ratio) {
        return new Bar("<= " + Numbers.plain(ratio) + "x", Double.NEGATIVE_INFINITY, ratio);
    }

    /** A figure that must reach a limit, whatever others reach. */
    static Bar reaching(double limit, String unit) {
        return new Bar(">= " + Numbers.withUnit(limit, unit), limit, Double.POSITIVE_INFINITY);
    }

    /** A figure that must stay under a limit, whatever others reach. */
    static Bar below(double limit, String unit) {
        return new Bar("< " + Numbers.plain(limit) + " " + unit, Double.NEGATIVE_INFINITY, Math.nextDown(limit));
    }

    /** A figure that may reach a limit and not pass it. */
    static Bar within(double limit, String unit) {
        return new Bar("<= " + Numbers.plain(limit) + " " + unit, Double.NEGATIVE_INFINITY, limit);
    }

    static Bar zero(String what) {
        return new Bar("0 " + what, Double.NEGATIVE_INFINITY, 0);
    }

    boolean isNone() {
        return equals(NONE);
    }

    /** What could not be computed meets no bar. */
    Verdict judge(double ratio) {
        if (isNone()) {
            return Verdict.NONE;
        }
        boolean met = ratio >= least && ratio <= most;
        if (equals(GAIN)) {
            return met ? Verdict.GAIN : Verdict.NO_GAIN;
        }
        return met ? Verdict.MET : Verdict.MISSED;
    }
}
