package dev.gyre.assets;

/**
 * A media type as a bundle may name it: a type, a subtype and parameters, which can stand in a header field and start no
 * other. Without a pattern, which takes a cold machine longer to make than all else of a small bundle takes to read.
 */
final class BundleMediaType {

    private static final String MARKS = "!#$&^_.+-";
    private static final String VALUE_MARKS = ".+_-ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private BundleMediaType() {}

    /** Whether it is {@code type/subtype}, in lower case, each parameter after a semicolon and at most one space. */
    static boolean isOne(String text) {
        int slash = text.indexOf('/');
        int end = until(text, ';', 0);
        if (slash < 0 || !isOf(text, 0, slash, MARKS) || !isOf(text, slash + 1, end, MARKS)) {
            return false;
        }
        while (end < text.length()) {
            int start = end + (text.startsWith("; ", end) ? 2 : 1);
            end = until(text, ';', start);
            int equals = until(text, '=', start);
            if (!isOf(text, start, equals, "-") || !isOf(text, equals + 1, end, VALUE_MARKS)) {
                return false;
            }
        }
        return true;
    }

    private static int until(String text, char end, int from) {
        int found = text.indexOf(end, from);
        return found < 0 ? text.length() : found;
    }

    private static boolean isOf(String text, int start, int end, String marks) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            boolean isLetterOrDigit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!isLetterOrDigit && marks.indexOf(c) < 0) {
                return false;
            }
        }
        return start < end;
    }
}
