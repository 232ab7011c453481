package dev.gyre.assets;

import org.jspecify.annotations.Nullable;

/**
 * The media type of a file, by the extension of its name.
 *
 * <p>One immutable open-addressing table, filled when the class is loaded and only read afterwards: a lookup takes no
 * lock, allocates nothing and costs the same however many threads ask. An extension is folded into a {@code long} as a
 * number to the base 37 (letters without case, digits), so that up to twelve characters compare as one word.
 */
public final class MediaTypes {

    /** What a file is when its extension says nothing: bytes, which a browser will not run. */
    public static final String UNKNOWN = "application/octet-stream";

    private static final int BASE = 37;

    /** 37^12 is under 2^63, so twelve characters cannot collide; no known extension is longer. */
    private static final int MAX_EXTENSION = 12;

    /** Four times the entries, rounded up to a power of two, keeps nearly every probe at its first slot. */
    private static final int SLOTS = 1024;

    private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(SLOTS);
    private static final long[] KEYS = new long[SLOTS];
    private static final String[] TYPES = new String[SLOTS];

    static {
        MediaTypeTable.forEach(MediaTypes::add);
    }

    private MediaTypes() {}

    /**
     * The media type of a path's last segment. Allocates nothing.
     *
     * @param path a path or a file name
     * @return the type with its charset where it has one, or {@link #UNKNOWN}
     */
    public static String ofPath(String path) {
        String type = byName(path);
        return type == null ? UNKNOWN : type;
    }

    /** The type that the name tells, or null if it tells none: then only the content can. */
    static @Nullable String byName(String path) {
        long key = 0;
        long power = 1;
        int stop = Math.max(0, path.length() - MAX_EXTENSION - 1);
        for (int i = path.length() - 1; i >= stop; i--) {
            char c = path.charAt(i);
            if (c == '.') {
                return find(key);
            }
            int digit = digit(c);
            if (digit == 0) {
                return null;
            }
            key += digit * power;
            power *= BASE;
        }
        return null;
    }

    private static @Nullable String find(long key) {
        int slot = slot(key);
        while (KEYS[slot] != 0) {
            if (KEYS[slot] == key) {
                return TYPES[slot];
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        return null;
    }

    private static int digit(char c) {
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 1;
        }
        if (c >= 'A' && c <= 'Z') {
            return c - 'A' + 1;
        }
        return c >= '0' && c <= '9' ? c - '0' + 27 : 0;
    }

    /** The golden ratio in 64 bits spreads neighbouring keys over the table. */
    private static int slot(long key) {
        return (int) ((key * 0x9E3779B97F4A7C15L) >>> SHIFT);
    }

    private static void add(String extension, String type) {
        long key = 0;
        for (int i = 0; i < extension.length(); i++) {
            key = key * BASE + digit(extension.charAt(i));
        }
        int slot = slot(key);
        while (KEYS[slot] != 0) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        KEYS[slot] = key;
        TYPES[slot] = type;
    }
}
