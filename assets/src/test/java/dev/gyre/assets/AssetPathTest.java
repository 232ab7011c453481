package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AssetPathTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "/, /",
                "/a, /a",
                "/a/b.js?x=../../y, /a/b.js",
                "/a?x#y, /a",
                "/50%25.txt, /50%.txt",
                "/dir..with..dots/x..txt, /dir..with..dots/x..txt",
                "/%C3%BCn%C3%AF.txt, /\u00fcn\u00ef.txt",
                "/a%20b.txt, /a b.txt",
                "/%61.txt, /a.txt",
                "/a+b.txt, /a+b.txt",
                "/a/./b, /a/b",
                "/a/../b, /b",
                "/a/b/.., /a/",
                "/a/., /a/",
                "/a/.., /",
                "/a//b, /a//b",
                "/..a/b, /..a/b",
                "/.hidden, /.hidden",
                "/console.txt, /console.txt",
                "/com.txt, /com.txt",
                "/com10.txt, /com10.txt",
                "/nulls/aux-file, /nulls/aux-file",
                "/%F0%9F%98%80.png, /\ud83d\ude00.png",
                "/100%25.1, /100%.1",
                "/a;b=c, /a;b=c",
                "/*, /*"
            })
    void acceptsPathsAndTheirBenignLookAlikes(String raw, String expected) {
        AssetPath path = AssetPath.parse(raw);

        assertThat(path).isNotNull();
        assertThat(path.value()).isEqualTo(expected);
        assertThat(path).hasToString(expected).isEqualTo(AssetPath.parse(AssetPath.encode(expected)));
    }

    @ParameterizedTest
    @FieldSource("dev.gyre.assets.Attacks#TRAVERSALS")
    void neverStepsUpward(String raw) {
        AssetPath path = AssetPath.parse(raw);

        // What is not refused has become a path below the root, that stands for itself.
        if (path != null) {
            assertThat(path.value()).startsWith("/").doesNotContain("/../", "/./", "\\", "\0", "%2e", "%2f");
            assertThat(path.value()).doesNotEndWith("/..").doesNotEndWith("/.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "*",
                "http://127.0.0.1/a",
                "/..",
                "/../",
                "/../a",
                "/a/../../b",
                "/a/b/../../../c",
                "/%2e%2e/a",
                "/a/%2e%2e/b",
                "/a/.%2e/b",
                "/a/%2E./b",
                "/a/%2e/b",
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/a\\b",
                "/a:b",
                "/a%3ab",
                "/c:/windows",
                "/a%00.txt",
                "/a%0d%0ab",
                "/a%7f",
                "/a%c2%80",
                "/a%",
                "/a%2",
                "/a%zz",
                "/a%u002e",
                "/%252e%252e/a",
                "/a%2525",
                "/a%25u002e",
                "/a%25%32%65",
                "/%c0%ae%c0%ae/a",
                "/%e0%80%ae",
                "/%f0%80%80%ae",
                "/%c0%af",
                "/%ed%a0%80",
                "/%f4%90%80%80",
                "/%ff",
                "/%c3",
                "/a.",
                "/a./b",
                "/a...",
                "/.../a",
                "/a%2e",
                "/a%20",
                "/a%20/b",
                "/con",
                "/CON",
                "/a/nul",
                "/nul.txt",
                "/Aux.tar.gz",
                "/prn/x",
                "/com1",
                "/COM9.log",
                "/lpt1.txt",
                "/lpt%C2%B9",
                "/com%C2%B2.txt",
                "/con%20.txt",
                "/conin$",
                "/CONOUT$.x",
                "/a#b",
                "/\u00fc",
                "/a\u0000",
                "/a b\tc"
            })
    void refusesWhatHasNoSingleMeaning(String raw) {
        assertThat(AssetPath.parse(raw)).isNull();
    }

    /** One byte can only be a letter, a digit or a mark that means nothing to any file system. */
    @Test
    void decodesNoByteThatAFileSystemReads() {
        for (int octet = 0; octet < 256; octet++) {
            for (String format : List.of("/a%%%02xb", "/a%%%02Xb")) {
                AssetPath path = AssetPath.parse(String.format(format, octet));

                boolean isPlain = octet >= 0x20 && octet < 0x7f && "/\\:".indexOf(octet) < 0;
                assertThat(path == null ? null : path.value())
                        .as("byte %02x", octet)
                        .isEqualTo(isPlain ? "/a" + (char) octet + "b" : null);
            }
        }
    }

    @Test
    void refusesEveryOverlongFormOfEveryCharacter() {
        for (int c = 0; c < 0x80; c++) {
            int low = 0x80 | (c & 0x3f);
            int high = c >> 6;
            String two = String.format("/%%%02x%%%02x", 0xc0 | high, low);
            String three = String.format("/%%e0%%%02x%%%02x", 0x80 | high, low);
            String four = String.format("/%%f0%%80%%%02x%%%02x", 0x80 | high, low);

            assertThat(List.of(two, three, four)).allMatch(raw -> AssetPath.parse(raw) == null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt9", "conin$", "conout$"})
    void refusesADeviceByEachOfItsNames(String device) {
        for (String name : List.of(device, device.toUpperCase(Locale.ROOT), "C" + device.substring(1))) {
            boolean isDevice = name.equalsIgnoreCase(device);
            for (String rest : List.of("", ".txt", ".tar.gz", "%20.txt", "/", "/a.js", ".", "%20")) {
                assertThat(AssetPath.parse("/a/" + name + rest) == null)
                        .as(name + rest)
                        .isEqualTo(isDevice || rest.equals(".") || rest.equals("%20"));
            }
            assertThat(AssetPath.parse("/a" + name + ".txt")).isNotNull();
            assertThat(AssetPath.parse("/" + name + "a.txt")).isNotNull();
        }
    }

    @Test
    void isExactInCase() {
        assertThat(AssetPath.parse("/A.txt")).isNotEqualTo(AssetPath.parse("/a.txt"));
        AssetIndex index =
                AssetIndex.of(AssetSource.memory(Map.of("Docs/Index.html", new byte[1], "a.txt", new byte[1])));

        assertThat(index.find("/Docs/Index.html")).isNotNull();
        assertThat(Stream.of("/docs/Index.html", "/Docs/index.html", "/Docs/", "/A.txt", "/a.TXT", "/%41.txt"))
                .allMatch(target -> index.find(target) == null);
    }

    @Test
    void refusesAThousandStepsUpward() {
        assertThat(AssetPath.parse("/../".repeat(1_000) + "etc/passwd")).isNull();
        assertThat(AssetPath.parse("/a" + "/..".repeat(1_000))).isNull();
    }

    @Test
    void survivesEverySequenceOfCharacters() {
        Random random = new Random(3);
        String alphabet = "/.%2eEfF5cC0aAb?#\\: \0\u00fc";
        int accepted = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder raw = new StringBuilder("/");
            for (int j = random.nextInt(12); j > 0; j--) {
                raw.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            AssetPath path = AssetPath.parse(raw.toString());
            if (path != null) {
                accepted++;
                assertThat(path.value())
                        .doesNotContain("/../", "/./", "\\", "\0")
                        .doesNotEndWith("/..");
            }
        }
        assertThat(accepted).isGreaterThan(1_000);
    }
}
