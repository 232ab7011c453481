package dev.gyre.assets;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A path that was checked: absolute, decoded once, without dot segments, and with one meaning on every file system.
 *
 * <p>That such a path exists says nothing about a file. It is a key into an {@link AssetIndex}, and never names a file
 * to the operating system.
 */
public final class AssetPath {

    /** Names that Windows gives to devices in every folder and with any extension; of the last two there are ten and more. */
    private static final List<String> DEVICES = List.of("con", "prn", "aux", "nul", "conin$", "conout$");

    private static final List<String> NUMBERED_DEVICES = List.of("com", "lpt");
    private static final String DEVICE_NUMBERS = "0123456789\u00b9\u00b2\u00b3";

    private final String value;

    private AssetPath(String value) {
        this.value = value;
    }

    /**
     * Checks the target of a request. The order is that of RFC 3986: the query goes, plain dot segments are removed
     * (section 5.2.4), then the rest is decoded, so that an encoded dot never becomes a step upward.
     *
     * @param rawTarget the target in origin form, as it stands in the request line
     * @return the path, or null if it is not one that Gyre serves
     */
    public static @Nullable AssetPath parse(String rawTarget) {
        String raw = withoutQuery(rawTarget);
        if (!raw.startsWith("/")) {
            return null;
        }
        String resolved = raw.contains("/.") ? removeDotSegments(raw) : raw;
        String decoded = resolved == null ? null : decode(resolved);
        return decoded != null && isServable(decoded) ? new AssetPath(decoded) : null;
    }

    /** Whether a file of this decoded path could ever be asked for; others are not worth an entry. */
    static boolean isServable(String path) {
        int start = 1;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean isControl = c < ' ' || (c >= 0x7f && c <= 0x9f);
            if (isControl || c == '\\' || c == ':' || (c == '%' && isStillEncoded(path, i))) {
                return false;
            }
            if (c == '/' && i >= start) {
                if (!isServableSegment(path, start, i)) {
                    return false;
                }
                start = i + 1;
            }
        }
        return isServableSegment(path, start, path.length());
    }

    /** What a second decoder would decode: one more layer of percent encoding, or the old %uXXXX. */
    private static boolean isStillEncoded(String path, int percent) {
        boolean isOld = path.regionMatches(true, percent + 1, "u", 0, 1);
        return isOld ? areHex(path, percent + 2, 4) : areHex(path, percent + 1, 2);
    }

    private static boolean areHex(String path, int start, int count) {
        for (int i = start; i < start + count; i++) {
            if (i >= path.length() || hex(path.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isServableSegment(String path, int start, int end) {
        if (start >= end) {
            return true;
        }
        char last = path.charAt(end - 1);
        return last != '.' && last != ' ' && !isDevice(path, start, end);
    }

    /** Without a pattern, for every path of every index comes here: only a name of so few letters is looked at. */
    private static boolean isDevice(String path, int start, int end) {
        int stem = path.indexOf('.', start);
        int stop = stem < 0 || stem > end ? end : stem;
        while (stop > start && path.charAt(stop - 1) == ' ') {
            stop--;
        }
        return switch (stop - start) {
            case 3, 6, 7 -> DEVICES.contains(lowerCase(path, start, stop));
            case 4 ->
                DEVICE_NUMBERS.indexOf(path.charAt(stop - 1)) >= 0
                        && NUMBERED_DEVICES.contains(lowerCase(path, start, stop - 1));
            default -> false;
        };
    }

    private static String lowerCase(String path, int start, int end) {
        return path.substring(start, end).toLowerCase(Locale.ROOT);
    }

    static String withoutQuery(String rawTarget) {
        int query = rawTarget.indexOf('?');
        return query < 0 ? rawTarget : rawTarget.substring(0, query);
    }

    private static @Nullable String removeDotSegments(String raw) {
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = raw.substring(1).split("/", -1);
        for (String segment : segments) {
            if (segment.equals("..")) {
                if (kept.pollLast() == null) {
                    return null;
                }
            } else if (!segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        String last = segments[segments.length - 1];
        boolean endsInFolder = last.equals(".") || last.equals("..");
        return "/" + String.join("/", kept) + (endsInFolder && !kept.isEmpty() ? "/" : "");
    }

    /** Decodes once, or returns null for a broken escape, an encoded separator, or bytes that are not strict UTF-8. */
    private static @Nullable String decode(String raw) {
        ByteBuffer bytes = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            int octet = c == '%' ? octet(raw, i) : c;
            if (octet < 0 || c > 0x7e || (c == '%' && (octet == '/' || octet == '\\')) || c == '#') {
                return null;
            }
            bytes.put((byte) octet);
            i += c == '%' ? 2 : 0;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
    }

    private static int octet(String raw, int percent) {
        if (percent + 2 >= raw.length()) {
            return -1;
        }
        int high = hex(raw.charAt(percent + 1));
        int low = hex(raw.charAt(percent + 2));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /** Character.digit would also take the digits of other scripts. */
    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    /**
     * The path as a browser must ask for it: its octets in UTF-8, all but the unreserved ones percent-encoded.
     */
    static String encode(String path) {
        StringBuilder encoded = new StringBuilder(path.length());
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "/-._~".indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }

    /**
     * The path itself.
     *
     * @return the decoded path, which begins with a slash
     */
    public String value() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AssetPath path && value.equals(path.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
