package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SnifferTest {

    private static String sniff(byte[] content, Scripts scripts) {
        return Sniffer.sniff(content, content.length, scripts);
    }

    private static String sniff(String content) {
        return sniff(content.getBytes(ISO_8859_1), Scripts.ALLOWED);
    }

    private static byte[] bytes(String hexadecimal) {
        return HexFormat.of().parseHex(hexadecimal.replace(" ", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html>",
                "<!doctype HTML >",
                "<html>",
                "<HTML lang=en>",
                " \t\r\n\f<head>",
                "<script src=x>",
                "<iframe >",
                "<h1>",
                "<div class=a>",
                "<font >",
                "<table>",
                "<a href=x>",
                "<style>",
                "<title>",
                "<b>",
                "<BODY>",
                "<br>",
                "<p>",
                "<!-- c",
                "<!-->"
            })
    void knowsAPageByItsFirstTag(String page) {
        assertThat(sniff(page)).isEqualTo("text/html; charset=utf-8");
        assertThat(sniff(page.getBytes(ISO_8859_1), Scripts.NEVER)).isEqualTo("text/plain; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Hello, World!",
                "<html",
                "<htmlx>",
                "<html/>",
                "<html\t>",
                "<!DOCTYPEhtml>",
                "<i>",
                "<svg>",
                "< html>",
                "x<html>",
                "\u00a0<html>",
                "<h2>",
                "<!-",
                "<!--x",
                "<?xm",
                "%PDF",
                " %PDF-",
                "function () {}",
                "OTTO",
                "wOFF",
                "wOF2",
                "ttcf",
                "caf\u00e9 \u001b[0m"
            })
    void callsTheRestText(String text) {
        assertThat(sniff(text)).isEqualTo("text/plain; charset=utf-8");
    }

    @ParameterizedTest
    @CsvSource({
        "<?xml version, text/xml; charset=utf-8",
        "'  <?xml', text/xml; charset=utf-8",
        "%PDF-1.7, application/pdf"
    })
    void knowsOtherActiveContentOnlyWhereItIsTrusted(String content, String type) {
        assertThat(sniff(content)).isEqualTo(type);
        assertThat(sniff(content.getBytes(ISO_8859_1), Scripts.NEVER)).isEqualTo("text/plain; charset=utf-8");
    }

    @ParameterizedTest
    @CsvSource({
        "25 21 50 53 2d 41 64 6f 62 65 2d, application/postscript",
        "fe ff 00 41, text/plain; charset=utf-16be",
        "ff fe 41 00, text/plain; charset=utf-16le",
        "ef bb bf 00, text/plain; charset=utf-8",
        "00 00 01 00, image/x-icon",
        "00 00 02 00, image/x-icon",
        "42 4d, image/bmp",
        "47 49 46 38 37 61, image/gif",
        "47 49 46 38 39 61 00, image/gif",
        "52 49 46 46 01 02 03 04 57 45 42 50 56 50, image/webp",
        "89 50 4e 47 0d 0a 1a 0a, image/png",
        "ff d8 ff, image/jpeg",
        "46 4f 52 4d 01 02 03 04 41 49 46 46, audio/aiff",
        "49 44 33, audio/mpeg",
        "4f 67 67 53 00, application/ogg",
        "4d 54 68 64 00 00 00 06, audio/midi",
        "52 49 46 46 01 02 03 04 41 56 49 20, video/avi",
        "52 49 46 46 01 02 03 04 57 41 56 45, audio/wave",
        "1f 8b 08, application/x-gzip",
        "50 4b 03 04, application/zip",
        "52 61 72 21 1a 07 00, application/x-rar-compressed",
        "00 01 00 00, font/ttf",
        "4f 54 54 4f 00, font/otf",
        "74 74 63 66 00, font/collection",
        "77 4f 46 46 00, font/woff",
        "77 4f 46 32 00, font/woff2",
        "00 61 73 6d 01 00 00 00, application/octet-stream",
        "00, application/octet-stream",
        "7f 45 4c 46 02, application/octet-stream",
        "47 49 46 38 38 61 00, application/octet-stream",
        "89 50 4e 47 0d 0a 1a, application/octet-stream",
    })
    void knowsSignatures(String hexadecimal, String type) {
        assertThat(sniff(bytes(hexadecimal), Scripts.NEVER)).isEqualTo(type);
        assertThat(sniff(bytes(hexadecimal), Scripts.ALLOWED)).isEqualTo(type);
    }

    @Test
    void knowsAnEmbeddedFontByTwoLettersFarInside() {
        byte[] font = new byte[36];
        font[34] = 'L';
        font[35] = 'P';

        assertThat(sniff(font, Scripts.NEVER)).isEqualTo("application/vnd.ms-fontobject");
    }

    @ParameterizedTest
    @CsvSource({
        "00 00 00 10 66 74 79 70 6d 70 34 32 00 00 00 00, video/mp4",
        "00 00 00 18 66 74 79 70 00 00 00 00 00 00 00 00 69 73 6f 6d 6d 70 34 31, video/mp4",
        "00 00 00 18 66 74 79 70 00 00 00 00 00 00 00 00 69 73 6f 6d 6d 70 34 31 00, video/mp4",
        "00 00 00 18 66 74 79 70 69 73 6f 6d 00 00 00 00 69 73 6f 6d 6d 70 34 31, video/mp4",
        "00 00 00 18 66 74 79 70 69 73 6f 6d 6d 70 34 31 69 73 6f 6d 61 76 63 31, application/octet-stream",
        "00 00 00 11 66 74 79 70 6d 70 34 32 00 00 00 00 00, application/octet-stream",
        "00 00 00 14 66 74 79 70 6d 70 34 32 00 00 00 00, application/octet-stream",
        "ff ff ff fc 66 74 79 70 6d 70 34 32 00 00 00 00, application/octet-stream",
        "00 00 00 10 66 74 79 71 6d 70 34 32 00 00 00 00, application/octet-stream",
        "00 00 00 08 66 74 79 70 6d 70 34, application/octet-stream",
        "1a 45 df a3 42 82 84 77 65 62 6d, video/webm",
        "1a 45 df a3 01 02 42 82 40 04 77 65 62 6d, video/webm",
        "1a 45 df a3 42 82 88 00 00 00 00 77 65 62 6d, video/webm",
        "1a 45 df a3 42 82 88 6d 61 74 72 6f 73 6b 61, application/octet-stream",
        "1a 45 df a3 42 82 84 77 65 62, application/octet-stream",
        "1a 45 df a3 42 82, application/octet-stream",
        "1a 45 df a3 42 82 00, application/octet-stream",
        "1a 45 df a2 42 82 84 77 65 62 6d, application/octet-stream",
    })
    void knowsFilms(String hexadecimal, String type) {
        assertThat(sniff(bytes(hexadecimal), Scripts.NEVER)).isEqualTo(type);
    }

    @Test
    void looksForAWebmTypeInTheFirstBytesOnly() {
        byte[] far = Arrays.copyOf(bytes("1a 45 df a3"), 60);
        byte[] type = bytes("42 82 84 77 65 62 6d");
        System.arraycopy(type, 0, far, 37, type.length);
        assertThat(sniff(far, Scripts.NEVER)).isEqualTo("video/webm");

        System.arraycopy(new byte[7], 0, far, 37, type.length);
        System.arraycopy(type, 0, far, 38, type.length);
        assertThat(sniff(far, Scripts.NEVER)).isEqualTo("application/octet-stream");
    }

    /** The second byte holds version and layer, the third rate, samples and padding. */
    @ParameterizedTest
    @CsvSource({
        "fb, 90, 417, audio/mpeg",
        "fb, 92, 418, audio/mpeg",
        "fb, 14, 96, audio/mpeg",
        "f3, 40, 104, audio/mpeg",
        "e3, 40, 208, audio/mpeg",
        "fb, 90, 416, application/octet-stream",
        "fb, 90, 418, application/octet-stream",
        "fd, 90, 417, application/octet-stream",
        "f9, 90, 417, application/octet-stream",
        "eb, 90, 417, application/octet-stream",
        "db, 90, 417, application/octet-stream",
        "fb, f0, 417, application/octet-stream",
        "fb, 00, 417, application/octet-stream",
        "fb, 9c, 417, application/octet-stream",
        "fb, e0, 511, application/octet-stream",
    })
    void knowsSoundByTwoFramesInARow(String second, String third, int distance, String type) {
        byte[] header = bytes("ff" + second + third + "00");
        byte[] sound = Arrays.copyOf(header, 600);
        System.arraycopy(header, 0, sound, distance, header.length);

        assertThat(sniff(sound, Scripts.NEVER)).isEqualTo(type);
    }

    @Test
    void neverLooksPastThePrefix() {
        byte[] text = new byte[600];
        Arrays.fill(text, (byte) 'a');
        text[512] = 0;
        assertThat(sniff(text, Scripts.NEVER)).isEqualTo("text/plain; charset=utf-8");

        text[511] = 0;
        assertThat(sniff(text, Scripts.NEVER)).isEqualTo("application/octet-stream");
        assertThat(Sniffer.sniff(text, 511, Scripts.NEVER)).isEqualTo("text/plain; charset=utf-8");
    }

    @Test
    void takesAnyPrefixOfAnything() {
        byte[] everything = new byte[1024];
        for (int i = 0; i < everything.length; i++) {
            everything[i] = (byte) (i * 31 + i / 7);
        }

        for (int length = 0; length <= everything.length; length++) {
            for (int first : new int[] {0, 0x1a, 0x42, 0xff, '<', 'R'}) {
                everything[0] = (byte) first;
                assertThat(Sniffer.sniff(everything, length, Scripts.ALLOWED)).contains("/");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "00, 08, true",
        "09, 0a, false",
        "0b, 0b, true",
        "0c, 0d, false",
        "0e, 1a, true",
        "1b, 1b, false",
        "1c, 1f, true",
        "20, 7f, false",
        "80, ff, false"
    })
    void knowsWhichBytesNoTextHas(String first, String last, boolean isBinary) {
        for (int c = Integer.parseInt(first, 16); c <= Integer.parseInt(last, 16); c++) {
            assertThat(sniff(new byte[] {'x', (byte) c}, Scripts.NEVER).equals(MediaTypes.UNKNOWN))
                    .as("%02x", c)
                    .isEqualTo(isBinary);
        }
    }
}
