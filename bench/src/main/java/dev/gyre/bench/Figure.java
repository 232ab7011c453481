package dev.gyre.bench;

import java.util.List;

/**
 * One measured metric of one run.
 *
 * @param score JMH's score: for a rate or a time the mean, for counted events the sum
 * @param error half the 99.9 % confidence interval, NaN where there were too few iterations to tell
 * @param unit as JMH writes it
 * @param raw the value of each iteration of each fork
 */
record Figure(double score, double error, String unit, List<Double> raw) {

    /** The iteration in the middle: for percentiles, which must not be averaged. */
    double median() {
        double[] sorted = raw.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    boolean isTime() {
        return unit.endsWith("/op") && !unit.startsWith("ops");
    }

    /** The score with its error, in the report's form. */
    @Override
    public String toString() {
        String figure = Numbers.withUnit(score, unit);
        return Double.isNaN(error) ? figure : figure + " ± " + Numbers.significant(100 * error / score) + " %";
    }
}
