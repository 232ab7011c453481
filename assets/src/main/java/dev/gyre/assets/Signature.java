package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * How content of one type begins: bytes that are compared under a mask (WHATWG MIME Sniffing, section 5).
 *
 * <p>Written as text in which {@code .} stands for any byte, since none of the signatures has a dot in it.
 */
final class Signature {

    private static final char ANY = '.';
    private static final int LETTER_CASE = 0xdf;

    private final byte[] pattern;
    private final byte[] mask;
    private final Form form;
    private final String type;

    private enum Form {
        /** Stands at the very beginning. */
        EXACT,
        /** White space may stand before it. */
        INDENTED,
        /** White space may stand before it, its letters have no case, and a space or {@code >} ends it. */
        TAG
    }

    private Signature(String text, Form form, String type) {
        this.pattern = text.getBytes(ISO_8859_1);
        this.mask = new byte[pattern.length];
        this.form = form;
        this.type = type;
        for (int i = 0; i < pattern.length; i++) {
            mask[i] = (byte) maskOf(text.charAt(i), form);
            pattern[i] &= mask[i];
        }
    }

    private static int maskOf(char c, Form form) {
        if (form == Form.TAG && c >= 'A' && c <= 'Z') {
            return LETTER_CASE;
        }
        return c == ANY ? 0 : 0xff;
    }

    static Signature exact(String text, String type) {
        return new Signature(text, Form.EXACT, type);
    }

    static Signature indented(String text, String type) {
        return new Signature(text, Form.INDENTED, type);
    }

    static Signature tag(String text, String type) {
        return new Signature(text, Form.TAG, type);
    }

    String type() {
        return type;
    }

    /** Whether white space may stand before it. */
    boolean isIndented() {
        return form != Form.EXACT;
    }

    boolean mayBegin(int octet) {
        return (octet & mask[0] & 0xff) == (pattern[0] & 0xff);
    }

    /** Whether the content begins so; {@code text} is where its white space ends. */
    boolean matches(byte[] content, int length, int text) {
        int at = form == Form.EXACT ? 0 : text;
        int end = at + pattern.length;
        if (end + (form == Form.TAG ? 1 : 0) > length) {
            return false;
        }
        for (int i = 0; i < pattern.length; i++) {
            if ((content[at + i] & mask[i]) != pattern[i]) {
                return false;
            }
        }
        return form != Form.TAG || content[end] == ' ' || content[end] == '>';
    }
}
