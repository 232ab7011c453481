package dev.gyre.assets;

import org.jspecify.annotations.Nullable;

/**
 * A part of a representation (RFC 9110, section 14.1.2).
 *
 * @param start the first byte
 * @param length how many bytes
 */
record ByteRange(long start, long length) {

    private static final long ABSENT = -1;
    private static final long MALFORMED = -2;

    /** One range of what has a size, of length 0 if it lies outside, or null if it is malformed. */
    static @Nullable ByteRange parse(String spec, long size) {
        int dash = spec.indexOf('-');
        if (dash < 0) {
            return null;
        }
        long from = number(HttpSyntax.trim(spec.substring(0, dash)));
        long to = number(HttpSyntax.trim(spec.substring(dash + 1)));
        if (from == MALFORMED || to == MALFORMED || (from == ABSENT && to == ABSENT)) {
            return null;
        }
        return from == ABSENT ? suffix(to, size) : between(from, to, size);
    }

    private static ByteRange suffix(long wanted, long size) {
        long length = Math.min(wanted, size);
        return new ByteRange(size - length, length);
    }

    private static @Nullable ByteRange between(long from, long to, long size) {
        if (to != ABSENT && to < from) {
            return null;
        }
        long end = to == ABSENT ? size : Math.min(to, size - 1) + 1;
        return new ByteRange(from, Math.max(0, end - from));
    }

    /** A number that does not fit is as far outside as one can be. */
    private static long number(String digits) {
        if (digits.isEmpty()) {
            return ABSENT;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return MALFORMED;
            }
            value = value > (Long.MAX_VALUE - 9) / 10 ? Long.MAX_VALUE - 9 : value * 10 + digit;
        }
        return value;
    }

    /** As {@code Content-Range} writes it (section 14.4). */
    String of(long size) {
        return "bytes " + start + "-" + (start + length - 1) + "/" + size;
    }
}
