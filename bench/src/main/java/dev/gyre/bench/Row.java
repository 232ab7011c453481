package dev.gyre.bench;

/**
 * One line of the report: two arms, their ratio, and what it is held to.
 *
 * @param stage the stage's number
 * @param name the case
 * @param other the figure of the naive arm or the peer
 * @param gyre the figure of Gyre's arm
 * @param ratio how many times faster Gyre is, or ours over theirs where the case is no speed
 * @param bar what the ratio is held to
 * @param verdict whether it holds
 */
record Row(int stage, String name, Cell other, Cell gyre, double ratio, Bar bar, Verdict verdict) {

    /**
     * One arm's side of a row.
     *
     * @param arm the benchmark method, empty where a row has no such arm
     * @param text the figure with error and unit
     * @param value the figure, for charts
     * @param bytes B/op, NaN where it does not apply
     * @param drops events dropped, NaN where nothing can be
     */
    record Cell(String arm, String text, double value, double bytes, double drops) {
        static final Cell EMPTY = new Cell("", "", Double.NaN, Double.NaN, Double.NaN);
    }

    Row named(String changed) {
        return new Row(stage, changed, other, gyre, ratio, bar, verdict);
    }

    boolean isPeer() {
        return other.arm().startsWith("peer");
    }

    String ratioText() {
        return Double.isNaN(ratio) ? "" : Numbers.significant(ratio) + "x";
    }
}
