package dev.gyre.assets;

/**
 * Names that bundlers make of a file's content, so that other content has another name: {@code app.3f2a9c1b.js},
 * {@code index-BxY12abC.js}.
 *
 * <p>The hash is the last word before the extension, after a dot or a hyphen. Either it is eight or more hexadecimal
 * digits with both figures and letters among them; or it is eight characters of base 64 (in its form for URLs, as Vite
 * and esbuild write them) with capitals among them and a letter somewhere after a figure. A hash that by chance looks like
 * a word or a number is taken for one: its file is asked for again at each load, which costs little. The other mistake
 * would hide an edit for a year, so {@code report-20240101.js}, {@code my-component.js}, {@code app-Windows10.js} and
 * {@code lib.version2.js} are none.
 */
final class HashedNames {

    private static final int LEAST = 8;
    private static final int MOST = 64;

    private HashedNames() {}

    static boolean isHashed(String path) {
        int dot = path.lastIndexOf('.');
        int name = path.lastIndexOf('/') + 1;
        if (path.endsWith(".map") && dot > name) {
            return isHashed(path.substring(0, dot));
        }
        return dot > name && (isHexadecimal(path, name, dot) || isBase64(path, name, dot));
    }

    private static boolean isHexadecimal(String path, int name, int dot) {
        int start = dot;
        boolean hasFigure = false;
        boolean hasLetter = false;
        while (start > name && isHexadecimal(path.charAt(start - 1))) {
            start--;
            hasFigure |= isFigure(path.charAt(start));
            hasLetter |= !isFigure(path.charAt(start));
        }
        int length = dot - start;
        return length >= LEAST
                && length <= MOST
                && hasFigure
                && hasLetter
                && isAfterMark(path, name, start)
                && !isEndOfUuid(path, start, length);
    }

    /** What has a UUID for a name is a thing, and things change. */
    private static boolean isEndOfUuid(String path, int start, int length) {
        return length == 12 && start >= 24 && path.charAt(start - 6) == '-' && path.charAt(start - 11) == '-';
    }

    private static boolean isBase64(String path, int name, int dot) {
        int start = dot - LEAST;
        if (start <= name || !isAfterMark(path, name, start)) {
            return false;
        }
        boolean hasCapital = false;
        boolean hasFigure = false;
        boolean hasLetterAfterFigure = false;
        for (int i = start; i < dot; i++) {
            char c = path.charAt(i);
            boolean isCapital = c >= 'A' && c <= 'Z';
            boolean isLetter = isCapital || (c >= 'a' && c <= 'z');
            if (!isLetter && !isFigure(c) && c != '-' && c != '_') {
                return false;
            }
            hasCapital |= isCapital;
            hasFigure |= isFigure(c);
            hasLetterAfterFigure |= isLetter && hasFigure;
        }
        return hasCapital && hasLetterAfterFigure;
    }

    /** A hash alone is no name. */
    private static boolean isAfterMark(String path, int name, int start) {
        return start > name + 1 && (path.charAt(start - 1) == '.' || path.charAt(start - 1) == '-');
    }

    private static boolean isHexadecimal(char c) {
        return isFigure(c) || (c >= 'a' && c <= 'f');
    }

    private static boolean isFigure(char c) {
        return c >= '0' && c <= '9';
    }
}
