package dev.gyre.assets;

/**
 * What content is, by its first bytes, where nothing else tells: the rules for an unknown type of WHATWG MIME Sniffing,
 * section 7.1.
 *
 * <p>Two things differ. The first {@value #PREFIX} bytes decide, not 1,445: all signatures lie within them but that of an
 * untagged MP3 of more than 128 kbit/s. And what turns out to be binary is held against the signatures of fonts, too,
 * which a browser only does where it wants a font.
 *
 * <p>Policy. A guess is the last resort: a name with a known extension, or a declared type, is never overruled, so that
 * what is declared text is never made a page. And a guess never makes content active unless the application said that all
 * its files are its own ({@link Scripts#ALLOWED}): an uploaded file that looks like HTML is served as text. A browser is
 * told to sniff nothing either way.
 *
 * <p>Allocates nothing; any thread.
 */
final class Sniffer {

    /** How many bytes are looked at. */
    static final int PREFIX = 512;

    /** Bit n stands for byte n: the control characters that no text has. */
    private static final int BINARY = ~(1 << '\t' | 1 << '\n' | 1 << '\f' | 1 << '\r' | 1 << 0x1b);

    private Sniffer() {}

    /** The type of content that begins with these bytes, and ends there if they are fewer than {@link #PREFIX}. */
    static String sniff(byte[] content, int available, Scripts scripts) {
        int length = Math.min(available, PREFIX);
        int text = skipSpace(content, length);
        String type = scripts == Scripts.ALLOWED ? SignatureTable.SCRIPTABLE.find(content, length, text) : "";
        if (type.isEmpty()) {
            type = SignatureTable.PASSIVE.find(content, length, text);
        }
        return type.isEmpty() ? sniffFurther(content, length, text) : type;
    }

    private static String sniffFurther(byte[] content, int length, int text) {
        if (MovieSignatures.isMp4(content, length)) {
            return "video/mp4";
        }
        if (MovieSignatures.isWebm(content, length)) {
            return "video/webm";
        }
        if (MovieSignatures.isMp3(content, length)) {
            return "audio/mpeg";
        }
        String archive = SignatureTable.ARCHIVES.find(content, length, text);
        if (!archive.isEmpty()) {
            return archive;
        }
        return isText(content, length) ? SignatureTable.TEXT : binary(content, length, text);
    }

    private static String binary(byte[] content, int length, int text) {
        String font = SignatureTable.FONTS.find(content, length, text);
        return font.isEmpty() ? MediaTypes.UNKNOWN : font;
    }

    private static int skipSpace(byte[] content, int length) {
        int at = 0;
        while (at < length && isSpace(content[at])) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
    }

    private static boolean isText(byte[] content, int length) {
        for (int i = 0; i < length; i++) {
            int c = content[i];
            if (c >= 0 && c < ' ' && (BINARY >>> c & 1) != 0) {
                return false;
            }
        }
        return true;
    }
}
