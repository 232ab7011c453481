package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is damaged, cut short or foreign is refused, and no wrong byte is ever served. */
final class BundleDamageTest {

    private static final int HEADER = BundleFormat.HEADER_BYTES;

    @TempDir
    Path folder;

    private byte[] golden;

    /** The bytes of every form of every path. */
    private Map<String, byte[]> truth;

    @BeforeEach
    void read() throws IOException {
        golden = Golden.bundle();
        truth = forms(AssetBundle.of("golden", golden.clone()));
    }

    private static Map<String, byte[]> forms(AssetBundle bundle) throws IOException {
        Map<String, byte[]> forms = new HashMap<>();
        for (Asset asset : bundle.assets()) {
            for (ContentEncoding encoding : asset.encodings()) {
                forms.put(asset.path() + " " + encoding, bundle.read(asset, encoding));
            }
        }
        return forms;
    }

    private int indexStart() {
        return (int) ByteBuffer.wrap(golden).getLong(golden.length - BundleFormat.FOOTER_BYTES);
    }

    private AssetBundle inFile(byte[] bytes) throws IOException {
        return AssetBundle.open(BundleBuilder.write(folder.resolve("bundle.gyre"), bytes));
    }

    @Test
    void refusesToOpenWhatIsDamagedOutsideOfTheBlobs() throws IOException {
        for (int i = 0; i < golden.length; i++) {
            if (i < HEADER || i >= indexStart()) {
                byte[] damaged = golden.clone();
                damaged[i] ^= 0x20;
                assertThatThrownBy(() -> inFile(damaged))
                        .as("byte %d", i)
                        .isInstanceOf(AssetException.class)
                        .hasMessageMatching("bundle .*: .+: .+ \\(expected: .+\\)");
            }
        }
    }

    @Test
    void neitherServesNorVerifiesADamagedBlob() throws IOException {
        for (int i = HEADER; i < indexStart(); i++) {
            byte[] damaged = golden.clone();
            damaged[i] ^= 0x20;
            AssetBundle bundle = inFile(damaged);

            assertThatThrownBy(bundle::verify)
                    .as("byte %d", i)
                    .isInstanceOf(AssetException.class)
                    .hasMessageMatching("bundle: checksum of .* \\(expected: .*; the bundle is damaged\\)");
            if (i % 10 == 0) {
                assertThat(refusedForms(bundle)).as("byte %d", i).isBetween(1, 2);
            }
            assertThatThrownBy(() -> AssetBundle.of("damaged", damaged)).isInstanceOf(AssetException.class);
        }
    }

    /** How many cannot be read; all others must be right. A content of two paths counts twice. */
    private int refusedForms(AssetBundle bundle) {
        int refused = 0;
        for (Asset asset : bundle.assets()) {
            for (ContentEncoding encoding : asset.encodings()) {
                try {
                    assertThat(bundle.read(asset, encoding)).isEqualTo(truth.get(asset.path() + " " + encoding));
                } catch (IOException damaged) {
                    refused++;
                }
            }
        }
        return refused;
    }

    @Test
    void refusesWhatIsCutShortOrHasMoreAtItsEnd() throws IOException {
        for (int length = 0; length < golden.length; length++) {
            byte[] cut = Arrays.copyOf(golden, length);
            assertThatThrownBy(() -> AssetBundle.of("cut", cut))
                    .as("%d bytes", length)
                    .isInstanceOf(AssetException.class);
        }
        byte[] longer = Arrays.copyOf(golden, golden.length + 1);
        assertThatThrownBy(() -> inFile(longer))
                .isInstanceOf(AssetException.class)
                .hasMessageContaining("end: ")
                .hasMessageEndingWith("(expected: 475952452d454e44; was it cut short?)");
    }

    @Test
    void refusesADamagedLargeBlobBeforeItsFirstByte() throws IOException {
        byte[] large = new byte[1_000_000];
        byte[] bundle = BundleBuilder.of("/film.webm", "video/webm", large);
        bundle[HEADER + large.length - 1] = 1;
        Asset film = inFile(bundle).assets().get(0);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> film.content().open())
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("checksum of identity at 12: ");
        }
    }

    @Test
    void findsAContentUnderAForeignAddress() throws IOException {
        byte[] bundle = BundleBuilder.of("/a.txt", "text/plain", "content".getBytes(UTF_8));
        int index = (int) ByteBuffer.wrap(bundle).getLong(bundle.length - BundleFormat.FOOTER_BYTES);
        bundle[index + 2 + 4 + 4 + 1 + "text/plain".length()] ^= 1;
        AssetBundle foreign = inFile(BundleBuilder.seal(bundle));

        assertThatThrownBy(foreign::verify)
                .isInstanceOf(AssetException.class)
                .hasMessageStartingWith("SHA-256 at 12: ");
    }

    @Test
    void servesNothingWrongWhateverIsDamaged() throws IOException {
        Random random = new Random(20_26);
        int opened = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = mutate(random, golden.clone());
            try {
                requireTruth(forms(AssetBundle.of("damaged", damaged)));
                opened++;
            } catch (AssetException refused) {
                assertThat(refused).hasMessageMatching("(?s)bundle damaged: .+: .* \\(expected: .+\\)");
            }
        }
        // A block may be copied onto its like.
        assertThat(opened).isLessThan(500);
    }

    private void requireTruth(Map<String, byte[]> forms) {
        assertThat(forms).hasSameSizeAs(truth);
        truth.forEach((name, bytes) ->
                assertThat(Arrays.equals(forms.get(name), bytes)).as(name).isTrue());
    }

    /** Somebody who writes checksums can write any bundle; the reader still fails in one way only. */
    @Test
    void believesNothingInAnIndexWhoseChecksumHolds() throws IOException {
        Random random = new Random(5);
        int opened = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] foreign = golden.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                int at = indexStart() + random.nextInt(golden.length - indexStart() - 8);
                foreign[at] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : foreign[at] ^ 1 << random.nextInt(8));
            }
            try {
                AssetBundle bundle = inMemory(BundleBuilder.seal(foreign));
                bundle.assets()
                        .forEach(asset -> assertThat(AssetPath.parse(AssetPath.encode(asset.path())))
                                .hasToString(asset.path()));
                opened++;
            } catch (AssetException refused) {
                assertThat(refused).hasMessageMatching("(?s)bundle foreign: .+: .* \\(expected: .+\\)");
            }
        }
        assertThat(opened).isPositive();
    }

    private static AssetBundle inMemory(byte[] bytes) {
        return AssetBundle.of("foreign", bytes);
    }

    private static byte[] mutate(Random random, byte[] bytes) {
        int at = random.nextInt(bytes.length);
        int length = 1 + random.nextInt(Math.min(40, bytes.length - at));
        switch (random.nextInt(5)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> Arrays.fill(bytes, at, at + length, (byte) 0);
            case 3 -> System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
            default -> {
                return Arrays.copyOf(bytes, at);
            }
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "index.html",
                "/",
                "/docs/",
                "/../etc/passwd",
                "/a/../../etc/passwd",
                "/a/./b.js",
                "/..",
                "/a\\..\\b.js",
                "/C:/windows",
                "/a.js\u0000.png",
                "/line\nbreak",
                "/con",
                "/aux.txt",
                "/dot.",
                "/space ",
                "/100%41.txt",
                "/%2e%2e/secret"
            })
    void refusesAPathThatNoRequestCanName(String path) {
        byte[] bundle = BundleBuilder.of(path, "text/plain", new byte[1]);

        assertThatThrownBy(() -> AssetBundle.of("foreign", bundle))
                .isInstanceOf(AssetException.class)
                .hasMessage("bundle foreign: path: " + path + " (expected: one that a request can name)");
    }

    /** A server lists nothing: it opens the bundle, and never finds such a path. */
    @ParameterizedTest
    @ValueSource(strings = {"/docs/", "/../etc/passwd", "/con", "/a.js\u0000.png"})
    void neitherFindsNorListsAPathThatNoRequestCanName(String path) throws IOException {
        AssetBundle foreign = inFile(BundleBuilder.of(path, "text/plain", new byte[1]));
        String file = folder.resolve("bundle.gyre").toString();

        assertThat(foreign.table().find(path)).isNull();
        assertThat(AssetIndex.of(AssetSource.bundle(Path.of(file))).find(path)).isNull();
        for (ThrowingCallable all : List.<ThrowingCallable>of(foreign::assets, foreign::verify)) {
            assertThatThrownBy(all)
                    .isInstanceOf(AssetException.class)
                    .hasMessage("bundle " + file + ": path: " + path + " (expected: one that a request can name)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b.txt", "/gr\u00fc\u00dfe.txt", "/\ud83d\ude00", "/.well-known/x", "/a?b#c", "/100%"})
    void takesAPathThatARequestCanName(String path) {
        byte[] bundle = BundleBuilder.of(path, "text/plain", new byte[1]);

        AssetIndex index = AssetIndex.of(AssetBundle.of("foreign", bundle));

        assertThat(index.find(AssetPath.encode(path))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "text/",
                "/html",
                "text/html\r\nX-Evil: 1",
                "text/html;",
                "text/html; a=\"b\"",
                "\u00e4/b"
            })
    void refusesWhatIsNoMediaType(String mediaType) {
        byte[] bundle = BundleBuilder.of("/a", mediaType, new byte[1]);

        assertThatThrownBy(() -> AssetBundle.of("foreign", bundle))
                .isInstanceOf(AssetException.class)
                .hasMessage("bundle foreign: media type: " + mediaType + " (expected: type/subtype)");
    }

    static List<Arguments> irregular() {
        byte[] one = {1};
        byte[] two = {2};
        return List.of(
                Arguments.of(
                        "path: /a (expected: after \"/b\" in the order of their bytes)",
                        contents(one, two).path("/b", 0, 0).path("/a", 0, 1)),
                Arguments.of(
                        "path: /a (expected: after \"/a\" in the order of their bytes)",
                        contents(one, two).path("/a", 0, 0).path("/a", 0, 1)),
                Arguments.of("content: 1 (expected: 0)", contents(one, two).path("/a", 0, 1)),
                Arguments.of("content: 1 (expected: 0)", contents(one).path("/a", 0, 1)),
                Arguments.of("content: -1 (expected: 0)", contents(one).path("/a", 0, -1)),
                Arguments.of("media type: 1 (expected: 0)", contents(one).path("/a", 1, 0)),
                Arguments.of(
                        "contents that a path names: 1 (expected: 2)",
                        contents(one, two).path("/a", 0, 0)),
                Arguments.of(
                        "media types that a path names: 1 (expected: 2)",
                        contents(one).mediaType("text/css").path("/a", 0, 0)),
                Arguments.of(
                        "path: [47, -1] (expected: UTF-8)", contents(one).path(new byte[] {'/', (byte) 0xff}, 0, 0)));
    }

    private static BundleBuilder contents(byte[]... contents) {
        BundleBuilder builder = new BundleBuilder().mediaType("text/plain");
        Stream.of(contents).forEach(builder::content);
        return builder;
    }

    /** Opening a file reads none of this, listing does. */
    @ParameterizedTest
    @MethodSource("irregular")
    void refusesAnIndexThatNoPackerWrites(String message, BundleBuilder bundle) throws IOException {
        AssetBundle inFile = inFile(bundle.build());
        String file = folder.resolve("bundle.gyre").toString();

        assertThatThrownBy(() -> AssetBundle.of("foreign", bundle.build()))
                .isInstanceOf(AssetException.class)
                .hasMessage("bundle foreign: " + message);
        for (ThrowingCallable all : List.<ThrowingCallable>of(inFile::assets, inFile::verify)) {
            assertThatThrownBy(all).isInstanceOf(AssetException.class).hasMessage("bundle " + file + ": " + message);
        }
    }

    @Test
    void tellsWhatIsForeign() throws IOException {
        byte[] zip = new byte[100];
        zip[0] = 'P';
        byte[] newer = golden.clone();
        newer[11] = 2;

        assertThatThrownBy(() -> inFile(new byte[10]))
                .hasMessage("bundle " + folder.resolve("bundle.gyre") + ": size: 10 (expected: at least 36)");
        assertThatThrownBy(() -> inFile(zip))
                .hasMessageEndingWith("magic: 5000000000000000 (expected: 89475952450d0a1a)");
        assertThatThrownBy(() -> inFile(newer)).hasMessageEndingWith("version: 2 (expected: 1)");
        assertThatThrownBy(() -> AssetBundle.open(folder.resolve("none")))
                .isInstanceOf(AssetException.class)
                .hasMessage("bundle: " + folder.resolve("none") + " (expected: a file that can be read)");
    }
}
