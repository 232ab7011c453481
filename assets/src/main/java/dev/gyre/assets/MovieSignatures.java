package dev.gyre.assets;

/** Films and sound that no fixed bytes tell (WHATWG MIME Sniffing, section 6.2). */
final class MovieSignatures {

    private static final int WEBM_SEARCH = 38;
    private static final int MPEG_1 = 3;
    private static final int MPEG_2 = 2;
    private static final int LAYER_3 = 1;

    /** Bits a second by the header's index, in thousands. */
    private static final int[] RATES_1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};

    private static final int[] RATES_2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
    private static final int[] SAMPLES = {44_100, 48_000, 32_000};

    private MovieSignatures() {}

    /** A box named ftyp of which one brand begins with mp4. */
    static boolean isMp4(byte[] content, int length) {
        if (length < 12) {
            return false;
        }
        int box = octet(content, 0) << 24 | octet(content, 1) << 16 | octet(content, 2) << 8 | octet(content, 3);
        if (box < 0 || box > length || box % 4 != 0 || !has(content, length, 4, "ftyp")) {
            return false;
        }
        if (has(content, length, 8, "mp4")) {
            return true;
        }
        for (int brand = 16; brand < box; brand += 4) {
            if (has(content, length, brand, "mp4")) {
                return true;
            }
        }
        return false;
    }

    /** An EBML head whose document type is webm. */
    static boolean isWebm(byte[] content, int length) {
        if (!has(content, length, 0, "\u001aE\u00df\u00a3")) {
            return false;
        }
        for (int at = 4; at < Math.min(length, WEBM_SEARCH); at++) {
            if (has(content, length, at, "B\u0082") && at + 2 < length) {
                int value = at + 2 + sizeOfNumber(octet(content, at + 2));
                if (hasPadded(content, length, value, "webm")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** How many bytes a number takes, by the zeros that its first byte begins with. */
    private static int sizeOfNumber(int first) {
        return Math.min(8, Integer.numberOfLeadingZeros(first) - 23);
    }

    private static boolean hasPadded(byte[] content, int length, int from, String word) {
        int at = from;
        while (at < length && content[at] == 0) {
            at++;
        }
        return has(content, length, at, word);
    }

    /**
     * One frame header of layer III and, where the frame ends, the next. The standard's text has the tables of the two
     * versions changed for each other and lets any byte pass for the first; this is what it means.
     */
    static boolean isMp3(byte[] content, int length) {
        int frame = sizeOfFrame(content, length, 0);
        return frame >= 4 && sizeOfFrame(content, length, frame) > 0;
    }

    /** Bytes to the next header, or 0 if there is no header here. */
    private static int sizeOfFrame(byte[] content, int length, int at) {
        if (at + 4 > length || octet(content, at) != 0xff || (octet(content, at + 1) & 0xe0) != 0xe0) {
            return 0;
        }
        int version = octet(content, at + 1) >> 3 & 3;
        int layer = octet(content, at + 1) >> 1 & 3;
        int rate = octet(content, at + 2) >> 4;
        int samples = octet(content, at + 2) >> 2 & 3;
        boolean isHeader = layer == LAYER_3 && version != 1 && rate != 0 && rate != 15 && samples != 3;
        int padding = octet(content, at + 2) >> 1 & 1;
        return isHeader ? size(version, rate, samples) + padding : 0;
    }

    private static int size(int version, int rate, int samples) {
        if (version == MPEG_1) {
            return 144 * RATES_1[rate] * 1000 / SAMPLES[samples];
        }
        int slower = version == MPEG_2 ? 2 : 4;
        return 72 * RATES_2[rate] * 1000 * slower / SAMPLES[samples];
    }

    private static boolean has(byte[] content, int length, int at, String word) {
        if (at + word.length() > length) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (octet(content, at + i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int octet(byte[] content, int at) {
        return content[at] & 0xff;
    }
}
