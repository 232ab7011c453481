package dev.gyre.assets;

import java.util.function.IntPredicate;

/** The characters of HTTP (RFC 9110, section 5.6) and of its URIs, without exceptions for old clients. */
final class HttpSyntax {

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final String HOST_MARKS = "-._~!$&'()*+,;=%";

    private HttpSyntax() {}

    static boolean isToken(String word) {
        return !word.isEmpty() && isAll(word, c -> isAlphanumeric(c) || TOKEN_MARKS.indexOf(c) >= 0);
    }

    /** Visible octets: what may stand in a request target. */
    static boolean isTarget(String word) {
        return !word.isEmpty() && isAll(word, c -> c > ' ' && c != 0x7f);
    }

    /** A field's value: visible octets, spaces and tabs. */
    static boolean isFieldValue(String value) {
        return isAll(value, c -> (c >= ' ' && c != 0x7f && c <= 0xff) || c == '\t');
    }

    static boolean isDigits(String word) {
        return !word.isEmpty() && isAll(word, c -> c >= '0' && c <= '9');
    }

    static boolean isHexDigits(String word) {
        return !word.isEmpty()
                && isAll(word, c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
    }

    /** Whether the value of a Host field is a host and perhaps a port (RFC 3986, section 3.2.2). */
    static boolean isHost(String value) {
        int bracket = value.lastIndexOf(']');
        int colon = value.indexOf(':', bracket + 1);
        String host = colon < 0 ? value : value.substring(0, colon);
        String port = colon < 0 ? "" : value.substring(colon + 1);
        return (port.isEmpty() || isDigits(port)) && (bracket < 0 ? isName(host) : isAddressInBrackets(host));
    }

    private static boolean isName(String host) {
        return !host.isEmpty() && isAll(host, c -> isAlphanumeric(c) || HOST_MARKS.indexOf(c) >= 0);
    }

    private static boolean isAddressInBrackets(String host) {
        return host.length() > 2
                && host.charAt(0) == '['
                && host.indexOf(']') == host.length() - 1
                && isAll(host.substring(1, host.length() - 1), c -> isAlphanumeric(c) || c == ':' || c == '.');
    }

    /** A field's value without the spaces and tabs around it; no other character counts as space here. */
    static String trim(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isBlank(value.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    /** What a stream of its characters would tell, without one: every field of every request comes here. */
    private static boolean isAll(String word, IntPredicate kind) {
        for (int i = 0; i < word.length(); i++) {
            if (!kind.test(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
