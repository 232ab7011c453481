package dev.gyre.assets;

import org.jspecify.annotations.Nullable;

/**
 * The part of a representation that a {@code Range} field asks for (RFC 9110, section 14).
 *
 * @param start the first byte
 * @param length how many bytes, at least one
 */
record ByteRange(long start, long length) {

    /** No single range to serve: the whole representation is the answer. */
    static final ByteRange WHOLE = new ByteRange(0, -1);

    /** Nothing of what was asked exists, or the field is not one. */
    static final ByteRange UNSATISFIABLE = new ByteRange(-1, -1);

    private static final String UNIT = "bytes=";

    /**
     * Reads the field. An unknown unit is ignored, as section 14.2 demands. A malformed range is answered like an
     * unsatisfiable one, so that a client that computes its ranges wrongly learns it. Several satisfiable ranges get the
     * whole: the section allows it, and it never costs more than the file once.
     */
    static ByteRange parse(@Nullable String field, long size) {
        if (field == null || !field.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return WHOLE;
        }
        ByteRange found = WHOLE;
        int satisfiable = 0;
        int specified = 0;
        for (String part : field.substring(UNIT.length()).split(",", -1)) {
            String spec = part.strip();
            if (spec.isEmpty()) {
                continue;
            }
            ByteRange range = parseOne(spec, size);
            if (range == null) {
                return UNSATISFIABLE;
            }
            specified++;
            if (range.length > 0) {
                satisfiable++;
                found = range;
            }
        }
        if (specified > 0 && satisfiable == 0) {
            return UNSATISFIABLE;
        }
        return satisfiable > 1 ? WHOLE : found;
    }

    /** One range, of length 0 if it lies outside, or null if it is malformed. */
    private static @Nullable ByteRange parseOne(String spec, long size) {
        int dash = spec.indexOf('-');
        if (dash < 0) {
            return null;
        }
        String first = spec.substring(0, dash).strip();
        String last = spec.substring(dash + 1).strip();
        long from = number(first);
        long to = number(last);
        if (from == MALFORMED || to == MALFORMED || (from == ABSENT && to == ABSENT)) {
            return null;
        }
        if (from == ABSENT) {
            long length = Math.min(to, size);
            return new ByteRange(size - length, length);
        }
        if (to != ABSENT && to < from) {
            return null;
        }
        long end = to == ABSENT ? size : Math.min(to, size - 1) + 1;
        return new ByteRange(from, Math.max(0, end - from));
    }

    private static final long ABSENT = -1;
    private static final long MALFORMED = -2;

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
}
