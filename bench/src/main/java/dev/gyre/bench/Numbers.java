package dev.gyre.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Figures as the reports write them: three significant digits, a point whatever the locale. */
final class Numbers {

    private static final String[] PREFIXES = {"", "k", "M", "G"};

    /** Two digits say enough of a fraction. */
    private static final MathContext SMALL = new MathContext(2);

    /**
     * JMH allocates a few kilobytes for each iteration and divides them by its operations. An operation that makes an
     * object of 16 bytes once in 160 times reaches this, a harness with 100,000 operations in an iteration does not.
     */
    private static final double NO_BYTES = 0.1;

    private Numbers() {}

    /** Without a trailing ".0": for limits, which are typed in. */
    static String plain(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    /** Three significant digits; "-" for what could not be computed. */
    static String significant(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "-";
        }
        double size = Math.abs(value);
        if (size > 0 && size < 1) {
            return new BigDecimal(value).round(SMALL).stripTrailingZeros().toPlainString();
        }
        String format = size >= 100 || size == 0 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    /** B/op; what is only the harness's own share of each operation counts as nothing. */
    static String bytes(double perOperation) {
        return isNoAllocation(perOperation) ? "0" : significant(perOperation);
    }

    static boolean isNoAllocation(double bytesPerOperation) {
        return bytesPerOperation < NO_BYTES;
    }

    /** A score with its unit; rates of thousands and more are shortened. */
    static String withUnit(double value, String unit) {
        if (!unit.endsWith("/s") || Double.isNaN(value)) {
            return significant(value) + " " + unit;
        }
        int prefix = 0;
        double scaled = value;
        while (Math.abs(scaled) >= 1000 && prefix < PREFIXES.length - 1) {
            scaled /= 1000;
            prefix++;
        }
        return significant(scaled) + PREFIXES[prefix] + " " + unit;
    }
}
