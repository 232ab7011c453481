package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Opening reads no record, so whoever writes the checksum can write anything into one: it is refused when it is used, and
 * when the bundle is listed or verified.
 */
final class BundleRecordsTest {

    private static final String TYPE = "text/plain";
    private static final byte[] FIRST = "the first".getBytes(ISO_8859_1);
    private static final byte[] SECOND = "one more".getBytes(ISO_8859_1);

    private static final List<ContentEncoding> ENCODINGS = List.of(ContentEncoding.values());

    /** Where the blobs end. */
    private static final int BLOBS_END = BundleFormat.HEADER_BYTES + FIRST.length + SECOND.length;

    private static final int CONTENTS = BLOBS_END + 2 + 4 + 4 + 1 + TYPE.length();
    private static final int PATHS = CONTENTS + 2 * BundleContents.RECORD_BYTES;

    @TempDir
    Path folder;

    /** Two paths, two contents; nothing packed. */
    private static byte[] bundle(byte[] first, byte[] second) {
        return new BundleBuilder()
                .mediaType(TYPE)
                .content(first)
                .content(second)
                .path("/a.txt", 0, 0)
                .path("/b.txt", 0, 1)
                .build();
    }

    /** The small bundle, changed; the checksum of its index holds. */
    private static byte[] changed(Consumer<ByteBuffer> change) {
        byte[] bundle = bundle(FIRST, SECOND);
        change.accept(ByteBuffer.wrap(bundle));
        return BundleBuilder.seal(bundle);
    }

    private static int endOf(int content, ContentEncoding encoding) {
        return CONTENTS
                + content * BundleContents.RECORD_BYTES
                + BundleFormat.HASH_BYTES
                + ENCODINGS.indexOf(encoding) * BundleContents.FORM_BYTES;
    }

    private Path inFile(byte[] bundle) throws IOException {
        return BundleBuilder.write(folder.resolve("bundle.gyre"), bundle);
    }

    private static WebResponse get(AssetHandler handler, String target) {
        List<WebResponse> responses = new ArrayList<>();
        handler.handle(new WebRequest("GET", target, name -> null), Runnable::run, responses::add);
        return responses.get(0);
    }

    /** Opened it is, and what is whole is served; what is not is told to who asks, to who lists, and to who verifies. */
    private void requireRefused(byte[] bundle, String path, String message) throws IOException {
        Path file = inFile(bundle);
        AssetBundle opened = AssetBundle.open(file);
        AssetHandler handler = AssetHandler.of(AssetSource.bundle(file), policy -> {});

        assertThatThrownBy(() -> opened.table().find(path))
                .isInstanceOf(AssetException.class)
                .hasMessage(message);
        WebResponse response = get(handler, path);
        assertThat(response.status()).isEqualTo(503);
        response.body().close();
        requireUnlisted(bundle, message);
    }

    private void requireUnlisted(byte[] bundle, String message) throws IOException {
        Path file = inFile(bundle);
        AssetBundle opened = AssetBundle.open(file);
        for (ThrowingCallable all : List.<ThrowingCallable>of(opened::assets, opened::verify)) {
            assertThatThrownBy(all).isInstanceOf(AssetException.class).hasMessage("bundle " + file + ": " + message);
        }
        assertThatThrownBy(() -> AssetBundle.of("jar", bundle.clone()))
                .isInstanceOf(AssetException.class)
                .hasMessage("bundle jar: " + message);
    }

    @ParameterizedTest
    @CsvSource({
        "30, end of a blob: 30 (expected: 21..29)",
        "20, end of a blob: 20 (expected: 21..29)",
        "0, end of a blob: 0 (expected: 21..29)",
        "-1, end of a blob: -1 (expected: 21..29)",
        "9223372036854775807, end of a blob: 9223372036854775807 (expected: 21..29)",
    })
    void refusesABlobThatOverlapsAnotherOrLiesOutside(long end, String message) throws IOException {
        byte[] bundle = changed(index -> index.putLong(endOf(1, ContentEncoding.IDENTITY), end));

        requireRefused(bundle, "/b.txt", message);

        AssetHandler handler = AssetHandler.of(AssetSource.bundle(inFile(bundle)), policy -> {});
        assertThat(Bodies.read(get(handler, "/a.txt").body())).isEqualTo(FIRST);
    }

    @Test
    void aDamagedOneIsNotListedInThePlaceOfAWholeOneAndIsReplacedByOne() throws IOException {
        byte[] damaged = changed(index -> index.putLong(endOf(1, ContentEncoding.IDENTITY), 30));
        byte[] old = BundleBuilder.of("/old.txt", TYPE, FIRST);
        AssetHandler whole = AssetHandler.of(AssetSource.bundle(inFile(old)), policy -> {});

        Path file = inFile(damaged);
        assertThatThrownBy(whole::reload).isInstanceOf(AssetException.class).hasMessageContaining("end of a blob: 30");
        assertThat(get(whole, "/a.txt").status()).isEqualTo(404);

        AssetHandler unlisted = AssetHandler.of(AssetSource.bundle(file), policy -> {});
        inFile(bundle(FIRST, SECOND));
        assertThat(unlisted.reload()).isEqualTo(new AssetChanges(List.of("/a.txt", "/b.txt"), 2));
        assertThat(Bodies.read(get(unlisted, "/b.txt").body())).isEqualTo(SECOND);
    }

    @ParameterizedTest
    @CsvSource({
        "GZIP, 30, end of a blob: 30 (expected: 21..29)",
        "GZIP, 12, end of a blob: 12 (expected: 21..29)",
        "BROTLI, 20, end of a blob: 20 (expected: 21..29)",
    })
    void refusesAPackedFormThatOverlapsAnotherOrLiesOutside(ContentEncoding encoding, long end, String message)
            throws IOException {
        requireRefused(changed(index -> index.putLong(endOf(0, encoding), end)), "/a.txt", message);
    }

    /** The blob after it would begin in the header, or in the index. */
    @ParameterizedTest
    @CsvSource({"11, 12..29", "-5, 12..29", "30, 12..29"})
    void refusesABlobAfterOneThatLiesOutside(long end, String bounds) throws IOException {
        Path file = inFile(changed(index -> index.putLong(endOf(0, ContentEncoding.BROTLI), end)));

        assertThatThrownBy(() -> AssetBundle.open(file).table().find("/b.txt"))
                .isInstanceOf(AssetException.class)
                .hasMessage("end of a blob: " + end + " (expected: " + bounds + ")");
    }

    @Test
    void refusesAChecksumOfAFormThatIsNotThere() throws IOException {
        byte[] bundle = changed(index -> index.putInt(endOf(1, ContentEncoding.GZIP) + Long.BYTES, 7));

        requireRefused(bundle, "/b.txt", "checksum of no bytes: 7 (expected: 0)");
    }

    @ParameterizedTest
    @CsvSource({"13, 6..12", "5, 6..12", "-1, 6..12"})
    void refusesAPathWhoseTextLiesOutside(int end, String bounds) throws IOException {
        byte[] bundle = changed(index -> index.putInt(PATHS + BundlePaths.RECORD_BYTES, end));

        requireRefused(bundle, "/b.txt", "end of a path: " + end + " (expected: " + bounds + ")");
    }

    @Test
    void refusesNumbersThatNameNothing() throws IOException {
        int second = PATHS + BundlePaths.RECORD_BYTES;
        byte[] mediaType = changed(index -> index.putShort(second + Integer.BYTES, (short) 0xffff));
        byte[] content = changed(index -> index.putInt(second + Integer.BYTES + Short.BYTES, -2));

        requireRefused(mediaType, "/b.txt", "media type: 65535 (expected: 0)");
        requireRefused(content, "/b.txt", "content: -2 (expected: 0..1)");
    }

    @Test
    void listsNothingThatHidesBytes() throws IOException {
        byte[] blobs =
                changed(index -> ENCODINGS.forEach(encoding -> index.putLong(endOf(1, encoding), BLOBS_END - 1)));
        byte[] texts = changed(index -> index.putInt(PATHS + BundlePaths.RECORD_BYTES, 11));

        requireUnlisted(blobs, "end of the blobs: 28 (expected: 29)");
        requireUnlisted(texts, "end of the paths: 11 (expected: 12)");
    }

    @ParameterizedTest
    @CsvSource({
        "2, 2000, contents: 2000 (expected: 0..2)",
        "2, -1, contents: -1 (expected: 0..2)",
        "6, 5, paths: 5 (expected: 0..3)",
        "6, 2147483647, paths: 2147483647 (expected: 0..3)",
    })
    void opensNothingThatHasNoRoomForItsCounts(int at, int count, String message) throws IOException {
        Path file = inFile(changed(index -> index.putInt(BLOBS_END + at, count)));

        assertThatThrownBy(() -> AssetBundle.open(file))
                .isInstanceOf(AssetException.class)
                .hasMessage("bundle " + file + ": " + message);
    }

    @Test
    void opensNothingThatEndsAmidItsMediaTypes() throws IOException {
        Path file = inFile(changed(index -> index.put(BLOBS_END + 10, (byte) 200)));

        assertThatThrownBy(() -> AssetBundle.open(file))
                .isInstanceOf(AssetException.class)
                .hasMessage("bundle " + file + ": index: 189 bytes (expected: as many as it tells of)");
    }

    /** Every checksum is that of the bytes it is for, wherever those lie: nothing but the bounds keeps them in. */
    @Test
    void servesNoByteFromOutsideOfTheBlobs() throws IOException {
        byte[] blob = new byte[300];
        Arrays.fill(blob, (byte) 'x');
        Random random = new Random(1);
        int served = 0;
        for (int i = 0; i < 500; i++) {
            byte[] bytes = bundle(blob, blob);
            ByteBuffer bundle = ByteBuffer.wrap(bytes);
            int shift = 2 * blob.length - FIRST.length - SECOND.length;
            int place = endOf(random.nextInt(2), ENCODINGS.get(random.nextInt(3))) + shift;
            // Never what it was.
            bundle.putLong(place, bundle.getLong(place) + 1 + random.nextInt(bundle.capacity()));
            correctChecksums(bytes, shift);
            AssetBundle opened = AssetBundle.open(inFile(BundleBuilder.seal(bytes)));
            for (String path : List.of("/a.txt", "/b.txt")) {
                served += requireInside(opened, path);
            }
            assertThatCode(opened::verify).isInstanceOf(AssetException.class);
        }
        assertThat(served).isGreaterThan(100);
    }

    private static int requireInside(AssetBundle bundle, String path) throws IOException {
        Asset asset;
        try {
            asset = bundle.table().find(path);
        } catch (AssetException refused) {
            return 0;
        }
        for (ContentEncoding encoding : asset.encodings()) {
            byte[] bytes = bundle.read(asset, encoding);
            assertThat(new String(bytes, ISO_8859_1)).matches("x{0,600}");
        }
        return 1;
    }

    private static void correctChecksums(byte[] bytes, int shift) {
        ByteBuffer bundle = ByteBuffer.wrap(bytes);
        int start = BundleFormat.HEADER_BYTES;
        for (int content = 0; content < 2; content++) {
            for (ContentEncoding encoding : ENCODINGS) {
                int record = endOf(content, encoding) + shift;
                int end = (int) bundle.getLong(record);
                CRC32 crc = new CRC32();
                if (start >= 0 && start < end && end <= bundle.capacity()) {
                    crc.update(bytes, start, end - start);
                }
                bundle.putInt(record + Long.BYTES, (int) crc.getValue());
                start = end;
            }
        }
    }

    /** Whatever stands in the records: a file, none, or one that cannot be read. */
    @Test
    void answersWhateverItsRecordsSay() throws IOException {
        byte[] golden = Golden.bundle();
        int index = (int) ByteBuffer.wrap(golden).getLong(golden.length - BundleFormat.FOOTER_BYTES);
        Random random = new Random(9);
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[] foreign = golden.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                int at = index + random.nextInt(golden.length - BundleFormat.FOOTER_BYTES - index);
                foreign[at] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : foreign[at] ^ 1 << random.nextInt(8));
            }
            Path file = inFile(BundleBuilder.seal(foreign));
            try {
                AssetHandler handler = AssetHandler.of(AssetSource.bundle(file), policy -> {});
                for (String path : Golden.files().keySet()) {
                    WebResponse response = get(handler, path);
                    statuses.add(response.status());
                    response.body().close();
                }
            } catch (AssetException refused) {
                assertThat(refused).hasMessageMatching("(?s)bundle .+: .+: .* \\(expected: .+\\)");
            }
        }
        assertThat(statuses).containsOnly(200, 404, 503).contains(200, 404, 503);
    }
}
