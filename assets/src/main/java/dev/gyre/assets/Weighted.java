package dev.gyre.assets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One element of a field by which a client says what it prefers (RFC 9110, section 12.4.2).
 *
 * @param name what it prefers, in lower case, without parameters
 * @param thousandths how much, from 0, not at all, to 1000
 */
record Weighted(String name, int thousandths) {

    /** The weight of what is not in the list. */
    static final int ABSENT = -1;

    private static final int FULL = 1000;
    private static final int MALFORMED = -2;

    /** The elements, without those that are malformed: what cannot be understood expresses no preference. */
    static List<Weighted> list(String field) {
        return list(field, true);
    }

    /** The elements of a field in which each can have a weight and no other parameter, without those that are malformed. */
    static List<Weighted> codings(String field) {
        return list(field, false);
    }

    private static List<Weighted> list(String field, boolean hasParameters) {
        List<Weighted> list = new ArrayList<>();
        for (String element : field.split(",", -1)) {
            String[] parts = element.split(";", -1);
            String name = HttpSyntax.trim(parts[0]).toLowerCase(Locale.ROOT);
            int weight = weight(parts, hasParameters);
            if (!name.isEmpty() && weight != MALFORMED) {
                list.add(new Weighted(name, weight));
            }
        }
        return list;
    }

    /** The weight of a name; of several, the least, for a client that refuses something should not get it. */
    static int of(String name, List<Weighted> list) {
        int least = ABSENT;
        for (Weighted element : list) {
            if (element.name.equals(name) && (least == ABSENT || element.thousandths < least)) {
                least = element.thousandths;
            }
        }
        return least;
    }

    private static int weight(String[] parts, boolean hasParameters) {
        if (!hasParameters && parts.length > 2) {
            return MALFORMED;
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = HttpSyntax.trim(parts[i]);
            if (parameter.regionMatches(true, 0, "q=", 0, 2)) {
                return thousandths(parameter.substring(2));
            }
        }
        return hasParameters || parts.length == 1 ? FULL : MALFORMED;
    }

    /** {@code 0} or {@code 1}, and up to three decimals. */
    private static int thousandths(String text) {
        boolean isNumber = !text.isEmpty()
                && text.length() <= 5
                && (text.charAt(0) == '0' || text.charAt(0) == '1')
                && (text.length() == 1 || text.charAt(1) == '.')
                && (text.length() <= 2 || HttpSyntax.isDigits(text.substring(2)));
        if (!isNumber) {
            return MALFORMED;
        }
        String decimals = text.length() <= 2 ? "" : text.substring(2);
        int value = (text.charAt(0) - '0') * FULL + Integer.parseInt((decimals + "000").substring(0, 3));
        return value > FULL ? MALFORMED : value;
    }
}
