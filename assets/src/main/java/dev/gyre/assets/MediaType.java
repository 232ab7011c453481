package dev.gyre.assets;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A media type as somebody declared it, parsed and written again as WHATWG MIME Sniffing, section 4, says; so written it
 * cannot end the field that it stands in.
 *
 * @param essence type and subtype, in lower case
 * @param parameters by name in lower case, in order, the first of each name
 */
record MediaType(String essence, Map<String, String> parameters) {

    /** The type, or null if this is none. */
    static @Nullable MediaType parse(String text) {
        String trimmed = strip(text);
        int slash = trimmed.indexOf('/');
        int end = until(trimmed, ';', slash + 1);
        String type = trimmed.substring(0, Math.max(0, slash));
        String subtype = stripEnd(trimmed.substring(slash + 1, end));
        if (slash < 0 || !HttpSyntax.isToken(type) || !HttpSyntax.isToken(subtype)) {
            return null;
        }
        String essence = (type + "/" + subtype).toLowerCase(Locale.ROOT);
        return new MediaType(essence, Collections.unmodifiableMap(parameters(trimmed, end)));
    }

    private static Map<String, String> parameters(String text, int from) {
        Map<String, String> parameters = new LinkedHashMap<>();
        int at = from;
        while (at < text.length()) {
            int end = until(text, ';', at + 1);
            int equal = text.indexOf('=', at + 1);
            if (equal >= 0 && equal < end) {
                String name = stripStart(text.substring(at + 1, equal)).toLowerCase(Locale.ROOT);
                boolean isQuoted = equal + 1 < text.length() && text.charAt(equal + 1) == '"';
                StringBuilder value = new StringBuilder();
                if (isQuoted) {
                    end = until(text, ';', unquote(text, equal + 2, value));
                } else {
                    value.append(stripEnd(text.substring(equal + 1, end)));
                }
                if (HttpSyntax.isToken(name) && isValue(value) && (isQuoted || !value.isEmpty())) {
                    parameters.putIfAbsent(name, value.toString());
                }
            }
            at = end;
        }
        return parameters;
    }

    /** Takes a quoted string apart; where it ends. */
    private static int unquote(String text, int from, StringBuilder value) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '"') {
            boolean isEscape = text.charAt(at) == '\\' && at + 1 < text.length();
            value.append(text.charAt(isEscape ? at + 1 : at));
            at += isEscape ? 2 : 1;
        }
        return at;
    }

    private static boolean isValue(StringBuilder value) {
        return value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f && c <= 0xff));
    }

    private static int until(String text, char end, int from) {
        int found = text.indexOf(end, from);
        return found < 0 ? text.length() : found;
    }

    private static String strip(String text) {
        return stripStart(stripEnd(text));
    }

    private static String stripStart(String text) {
        int start = 0;
        while (start < text.length() && isSpace(text.charAt(start))) {
            start++;
        }
        return text.substring(start);
    }

    private static String stripEnd(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    /** As it stands in a field. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(essence);
        parameters.forEach((name, value) -> {
            text.append(';').append(name).append('=');
            if (HttpSyntax.isToken(value)) {
                text.append(value);
            } else {
                text.append('"')
                        .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append('"');
            }
        });
        return text.toString();
    }
}
