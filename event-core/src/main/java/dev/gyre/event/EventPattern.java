package dev.gyre.event;

/**
 * A pattern over event names, compared segment by segment: {@code *} stands for any one segment, {@code **} for any
 * number of them, none included. {@code user.*} matches {@code user.login} but not {@code user.login.failed};
 * {@code user.**} matches both, and {@code user} itself; {@code **} matches everything.
 *
 * <p>Immutable. Matching is the wildcard scan that remembers only the last {@code **}: at most pattern times name
 * segments, whoever wrote the pattern. The bus matches when a subscription or a type is registered, never for each event.
 */
public final class EventPattern {

    private static final String ANY = "*";
    private static final String ANY_NUMBER = "**";

    private final String text;
    private final String[] segments;

    private EventPattern(String text) {
        this.text = text;
        this.segments = text.split("\\.", -1);
    }

    /**
     * Parses a pattern.
     *
     * @param text the pattern; a plain name is one too
     * @return the pattern
     * @throws IllegalArgumentException if a segment is neither a name, {@code *} nor {@code **}, or it is too long
     */
    public static EventPattern of(String text) {
        EventPattern pattern = new EventPattern(requireLength("pattern", text));
        for (String segment : pattern.segments) {
            if (!segment.equals(ANY) && !segment.equals(ANY_NUMBER) && !isName(segment)) {
                throw new IllegalArgumentException("pattern: " + text
                        + " (expected: segments of letters, digits, _ and -, or * or **, joined by dots)");
            }
        }
        return pattern;
    }

    /**
     * Whether a name matches.
     *
     * @param name an event type's name
     * @return true if it does
     */
    public boolean matches(String name) {
        String[] parts = name.split("\\.", -1);
        int at = 0;
        int from = 0;
        int lastAnyNumber = -1;
        int retryFrom = 0;
        while (from < parts.length) {
            if (at < segments.length && segments[at].equals(ANY_NUMBER)) {
                lastAnyNumber = at++;
                retryFrom = from;
            } else if (at < segments.length && (segments[at].equals(ANY) || segments[at].equals(parts[from]))) {
                at++;
                from++;
            } else if (lastAnyNumber >= 0) {
                at = lastAnyNumber + 1;
                from = ++retryFrom;
            } else {
                return false;
            }
        }
        while (at < segments.length && segments[at].equals(ANY_NUMBER)) {
            at++;
        }
        return at == segments.length;
    }

    @Override
    public String toString() {
        return text;
    }

    static void requireName(String name) {
        for (String segment : requireLength("name", name).split("\\.", -1)) {
            if (!isName(segment)) {
                throw new IllegalArgumentException(
                        "name: " + name + " (expected: segments of letters, digits, _ and -, joined by dots)");
            }
        }
    }

    private static String requireLength(String what, String text) {
        if (text.isEmpty() || text.length() > EventType.MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    what + ": " + text + " (expected: 1.." + EventType.MAX_NAME_LENGTH + " characters)");
        }
        return text;
    }

    private static boolean isName(String segment) {
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != '-') {
                return false;
            }
        }
        return !segment.isEmpty();
    }
}
