package dev.gyre.ipc;

/**
 * Whether one name pattern stands for everything another does. Both are taken apart into segments; a wildcard of the
 * inner pattern is only covered by one of the outer that is as wide.
 *
 * <p>It never says yes wrongly. It may say no to an equal pattern written in another way, such as {@code **.*} for
 * {@code *.**}: grants are compared as they are written.
 */
final class PatternCover {

    /** Longer patterns are refused: comparing costs the product of both lengths. */
    private static final int MAX_SEGMENTS = 32;

    private final String[] outer;
    private final String[] inner;

    private PatternCover(String outer, String inner) {
        this.outer = outer.split("\\.", -1);
        this.inner = inner.split("\\.", -1);
    }

    static boolean covers(String outer, String inner) {
        PatternCover cover = new PatternCover(outer, inner);
        return cover.inner.length <= MAX_SEGMENTS && cover.table();
    }

    /** Fills, from the ends of both, whether outer from i covers inner from j; only the next row is needed. */
    private boolean table() {
        boolean[] next = new boolean[inner.length + 1];
        next[inner.length] = true;
        for (int i = outer.length - 1; i >= 0; i--) {
            boolean[] row = new boolean[inner.length + 1];
            for (int j = inner.length; j >= 0; j--) {
                row[j] = cell(i, j, row, next);
            }
            next = row;
        }
        return next[0];
    }

    private boolean cell(int i, int j, boolean[] row, boolean[] next) {
        if (outer[i].equals("**")) {
            return next[j] || (j < inner.length && row[j + 1]);
        }
        return j < inner.length && next[j + 1] && segmentCovers(outer[i], inner[j]);
    }

    private static boolean segmentCovers(String wide, String narrow) {
        return wide.equals(narrow) || (wide.equals("*") && !narrow.equals("**"));
    }
}
