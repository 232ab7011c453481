package dev.gyre.assets;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entity tags: made of content or of a file's attributes, and compared as RFC 9110, section 8.8.3, says. */
final class EntityTags {

    private EntityTags() {}

    /** Whether {@code If-None-Match} names the tag: a list or {@code *}, weakly compared (section 13.1.2). */
    static boolean matches(@Nullable String ifNoneMatch, String tag) {
        if (ifNoneMatch == null) {
            return false;
        }
        return ifNoneMatch.strip().equals("*") || scan(ifNoneMatch).contains(opaque(tag));
    }

    /** Whether {@code If-Range} lets a range pass: no field, or exactly this strong tag (section 13.1.5). */
    static boolean permitsRange(@Nullable String ifRange, String tag) {
        return ifRange == null || ifRange.strip().equals(tag);
    }

    /** The opaque parts, quotes included, up to the first thing that is no tag. */
    static List<String> scan(String list) {
        List<String> tags = new ArrayList<>();
        int at = skipSeparators(list, 0);
        while (at < list.length()) {
            int open = list.startsWith("W/", at) ? at + 2 : at;
            int close = closingQuote(list, open);
            if (close < 0) {
                return tags;
            }
            tags.add(list.substring(open, close + 1));
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
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
