package dev.gyre.demo;

/** Numbered lines written at a steady rate, by the clock: a late round writes more of them. Not thread-safe. */
final class LogBurst {

    /** Twice what the page is to keep up with. */
    static final int MAX_RATE = 20_000;

    static final int MAX_SECONDS = 30;

    private final int perSecond;
    private final int total;
    private final long began = System.nanoTime();
    private int written;

    private LogBurst(int perSecond, int total) {
        this.perSecond = perSecond;
        this.total = total;
    }

    /**
     * A burst that begins now.
     *
     * @throws IllegalArgumentException if a figure is out of range
     */
    static LogBurst of(int perSecond, int seconds) {
        requireRange("perSecond", perSecond, MAX_RATE);
        requireRange("seconds", seconds, MAX_SECONDS);
        return new LogBurst(perSecond, perSecond * seconds);
    }

    /** How many lines it is in all. */
    int total() {
        return total;
    }

    /** Writes what is due, and says whether more is to come. */
    boolean write(StringBuilder text, String stamp) {
        long due = Math.min(total, (System.nanoTime() - began) * perSecond / 1_000_000_000L);
        while (written < due) {
            written++;
            text.append(stamp)
                    .append(level(written))
                    .append(" burst line ")
                    .append(written)
                    .append(" of ");
            text.append(total)
                    .append(" #")
                    .append(Integer.toHexString(written * 0x9E3779B9))
                    .append('\n');
        }
        return written < total;
    }

    /** Some lines are worse than others, so that there is something to filter. */
    private static String level(int line) {
        if (line % 1000 == 0) {
            return " ERROR";
        }
        return line % 100 == 0 ? " WARNING" : " INFO";
    }

    private static void requireRange(String name, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1.." + max + ")");
        }
    }
}
