package dev.gyre.assets;

import java.util.ArrayList;
import java.util.List;

/** Entity tags in lists, compared as RFC 9110, section 8.8.3.2, says. */
final class EntityTags {

    private static final String WEAK = "W/";

    private EntityTags() {}

    /** Whether a list or {@code *} names the tag, weak or not: enough for a copy that is only shown. */
    static boolean matchesWeakly(String field, String tag) {
        return isAny(field)
                || scan(field).stream().anyMatch(each -> opaque(each).equals(opaque(tag)));
    }

    /** Whether a list or {@code *} names the tag and neither is weak: the bytes are the same. */
    static boolean matchesStrongly(String field, String tag) {
        return isAny(field) || (!tag.startsWith(WEAK) && scan(field).contains(tag));
    }

    private static boolean isAny(String field) {
        return HttpSyntax.trim(field).equals("*");
    }

    /** The tags, up to the first thing that is none. */
    static List<String> scan(String list) {
        List<String> tags = new ArrayList<>();
        int at = skipSeparators(list, 0);
        while (at < list.length()) {
            int open = list.startsWith(WEAK, at) ? at + WEAK.length() : at;
            int close = closingQuote(list, open);
            if (close < 0) {
                return tags;
            }
            tags.add(list.substring(at, close + 1));
            at = skipSeparators(list, close + 1);
        }
        return tags;
    }

    private static int skipSeparators(String list, int from) {
        int at = from;
        while (at < list.length() && (list.charAt(at) == ',' || list.charAt(at) == ' ' || list.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /** Where the tag that opens here ends, or -1: etagc is 0x21, 0x23-0x7e and obs-text. */
    private static int closingQuote(String list, int open) {
        if (open >= list.length() || list.charAt(open) != '"') {
            return -1;
        }
        for (int i = open + 1; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c == '"') {
                return i;
            }
            if (c <= ' ' || c == 0x7f) {
                return -1;
            }
        }
        return -1;
    }

    private static String opaque(String tag) {
        return tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
    }
}
