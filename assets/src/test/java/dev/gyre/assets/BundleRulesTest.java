package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges, conditions and types of what is in a bundle: those of the form that is sent, and of nothing beside it. */
final class BundleRulesTest {

    /** More than stays on the heap, so that it is read in place. */
    private static final int LARGE = 1_400_000;

    private static final String BR = "br";
    private static final String GIF = "GIF89a and more";

    @TempDir
    Path folder;

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static WebResponse get(AssetHandler handler, String target, Map<String, String> fields) {
        List<WebResponse> responses = new ArrayList<>();
        handler.handle(new WebRequest("GET", target, fields::get), Runnable::run, responses::add);
        return responses.get(0);
    }

    /** One content whose brotli form is those bytes, whatever they are, between two others. */
    private AssetSource bundle(String path, String mediaType, byte[] plain, byte[] brotli) throws IOException {
        byte[] bundle = new BundleBuilder()
                .mediaType("text/css")
                .mediaType(mediaType)
                .content("before".getBytes(ISO_8859_1))
                .content(plain, BundleBuilder.NOT_THERE, brotli)
                .content("after".getBytes(ISO_8859_1))
                .path("/a.css", 0, 0)
                .path(path, 1, 1)
                .path("/z.css", 0, 2)
                .build();
        return AssetSource.bundle(BundleBuilder.write(folder.resolve("web.gyre"), bundle));
    }

    private AssetHandler script(byte[] plain, byte[] brotli) throws IOException {
        return AssetHandler.of(bundle("/app.js", "text/javascript; charset=utf-8", plain, brotli), policy -> {});
    }

    /** In pieces it could not be unpacked, and a client that heeds the encoding would try. */
    @ParameterizedTest
    @ValueSource(ints = {5_000, LARGE})
    void sendsAPackedFormWholeToWhoAsksForSeveralRanges(int size) throws Exception {
        byte[] plain = noise(2 * size);
        byte[] brotli = noise(size);
        AssetHandler handler = script(plain, brotli);
        String ranges = "bytes=0-99,-100,1000-1999";

        WebResponse packed = get(handler, "/app.js", Map.of("accept-encoding", BR, "range", ranges));
        WebResponse identity = get(handler, "/app.js", Map.of("accept-encoding", "identity", "range", ranges));

        assertThat(packed.status()).isEqualTo(200);
        assertThat(packed.headers())
                .containsEntry("Content-Encoding", BR)
                .containsEntry("Vary", "Accept-Encoding")
                .doesNotContainKey("Content-Range");
        assertThat(Bodies.read(packed.body())).isEqualTo(brotli);
        assertThat(identity.status()).isEqualTo(206);
        assertThat(identity.headers())
                .containsEntry("Vary", "Accept-Encoding")
                .doesNotContainKeys("Content-Encoding", "Content-Range");
        List<MultipartReader.Part> parts =
                MultipartReader.read(identity.headers().get("Content-Type"), Bodies.read(identity.body()));
        assertThat(parts).map(MultipartReader.Part::start).containsExactly(0L, 2L * size - 100, 1000L);
        for (MultipartReader.Part part : parts) {
            int start = (int) part.start();
            assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(plain, start, start + part.bytes().length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5_000, LARGE})
    void continuesOnlyTheFormThatTheClientHas(int size) throws Exception {
        byte[] brotli = noise(size);
        AssetHandler handler = script(noise(2 * size), brotli);
        String plain = tag(handler, Map.of());
        String packed = tag(handler, Map.of("accept-encoding", BR));

        WebResponse rest =
                get(handler, "/app.js", Map.of("accept-encoding", BR, "range", "bytes=4000-4999", "if-range", packed));
        WebResponse other = get(
                handler, "/app.js", Map.of("accept-encoding", BR, "range", "bytes=4000-4999,0-9", "if-range", plain));

        assertThat(rest.status()).isEqualTo(206);
        assertThat(rest.headers())
                .containsEntry("Content-Encoding", BR)
                .containsEntry("ETag", packed)
                .containsEntry("Vary", "Accept-Encoding")
                .containsEntry("Content-Range", "bytes 4000-4999/" + size);
        assertThat(Bodies.read(rest.body())).isEqualTo(Arrays.copyOfRange(brotli, 4000, 5000));
        assertThat(other.status()).isEqualTo(200);
        assertThat(Bodies.read(other.body())).isEqualTo(brotli);
    }

    private static String tag(AssetHandler handler, Map<String, String> fields) throws IOException {
        WebResponse response = get(handler, "/app.js", fields);
        response.body().close();
        return response.headers().get("ETag");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "br, if-match, own, 200",
                "br, if-match, other, 412",
                "none, if-match, other, 412",
                "br, if-none-match, own, 304",
                "br, if-none-match, other, 200",
                "br;q=0, if-none-match, other, 200",
            })
    void comparesTheFormThatItWouldSend(String accepted, String condition, String which, int status) throws Exception {
        AssetHandler handler = script(noise(2_000), noise(1_000));
        boolean wantsPacked = BR.equals(accepted) == which.equals("own");
        String validator = tag(handler, wantsPacked ? Map.of("accept-encoding", BR) : Map.of());

        Map<String, String> fields = accepted == null
                ? Map.of(condition, validator)
                : Map.of("accept-encoding", accepted, condition, validator);
        WebResponse response = get(handler, "/app.js", fields);
        response.body().close();

        assertThat(response.status()).isEqualTo(status);
        if (status != 412) {
            assertThat(response.headers()).containsEntry("Vary", "Accept-Encoding");
        }
    }

    @Test
    void namesAllThatAPageInPlaceOfOthersDependsOn() throws Exception {
        AssetSource source = bundle("/index.html", "text/html; charset=utf-8", noise(2_000), noise(1_000));
        AssetHandler handler = AssetHandler.create(source, options -> options.pageFallback("/index.html"));
        Map<String, String> page = Map.of("accept", "text/html", "accept-encoding", BR);

        WebResponse found = get(handler, "/users/7", page);
        WebResponse refused =
                get(handler, "/users/7", Map.of("accept", "text/html", "accept-encoding", "identity;q=0"));

        assertThat(found.headers())
                .containsEntry("Content-Encoding", BR)
                .containsEntry("Vary", Navigation.VARY + ", Accept-Encoding");
        assertThat(refused.status()).isEqualTo(406);
        assertThat(refused.headers()).containsEntry("Vary", Navigation.VARY + ", Accept-Encoding");
    }

    @Test
    void neverCompletesSeveralRangesOfABundleThatIsWrittenToMeanwhile() throws Exception {
        AssetHandler handler = script(noise(LARGE), noise(LARGE));
        WebResponse response = get(handler, "/app.js", Map.of("range", "bytes=0-99,1000-199999"));

        Files.write(folder.resolve("web.gyre"), new byte[100]);

        assertThatThrownBy(() -> Bodies.read(response.body())).isInstanceOf(IOException.class);
        response.body().close();
    }

    /** The packed form begins like another type: what it is says the content as it is. */
    @ParameterizedTest
    @CsvSource({
        "/picture, application/octet-stream, image/gif",
        "/picture.unknown, application/octet-stream, image/gif",
        "/picture.bin, application/octet-stream, application/octet-stream",
        "/picture, text/plain, text/plain",
    })
    void asksTheContentOnlyWhereNameAndIndexSayNothing(String path, String declared, String type) throws Exception {
        AssetSource source =
                bundle(path, declared, GIF.getBytes(ISO_8859_1), "\u00ff\u00d8\u00ff".getBytes(ISO_8859_1));
        for (Map<String, String> fields : List.of(Map.<String, String>of(), Map.of("accept-encoding", BR))) {
            WebResponse response = get(AssetHandler.of(source, policy -> {}), path, fields);
            response.body().close();

            assertThat(response.headers())
                    .containsEntry("Content-Type", type)
                    .containsEntry("X-Content-Type-Options", "nosniff");
        }
    }

    @Test
    void looksAtALargeContentInPlaceAndStillServesTheWhole() throws Exception {
        byte[] large = noise(LARGE);
        System.arraycopy(GIF.getBytes(ISO_8859_1), 0, large, 0, GIF.length());
        AssetHandler handler =
                AssetHandler.of(bundle("/picture", "application/octet-stream", large, noise(9)), policy -> {});

        WebResponse response = get(handler, "/picture", Map.of());

        assertThat(response.headers()).containsEntry("Content-Type", "image/gif");
        assertThat(Bodies.read(response.body())).isEqualTo(large);
    }

    /** What comes after a blob is another one. */
    @Test
    void looksNoFurtherThanTheContent() throws Exception {
        byte[] bundle = new BundleBuilder()
                .mediaType("application/octet-stream")
                .content("GIF8".getBytes(ISO_8859_1))
                .content("9a\u0000".getBytes(ISO_8859_1))
                .path("/a", 0, 0)
                .path("/b", 0, 1)
                .build();
        AssetHandler handler = AssetHandler.of(AssetBundle.of("web", bundle), policy -> {});

        assertThat(get(handler, "/a", Map.of()).headers()).containsEntry("Content-Type", "text/plain; charset=utf-8");
    }

    /** The packed form is on the heap already, by another name of the same content; its type is not known yet. */
    @Test
    void neverReadsTheDiskOnTheThreadOfTheCaller() throws Exception {
        byte[] bundle = new BundleBuilder()
                .mediaType("image/gif")
                .mediaType("application/octet-stream")
                .content(GIF.getBytes(ISO_8859_1), BundleBuilder.NOT_THERE, noise(9))
                .path("/picture.gif", 0, 0)
                .path("/twin", 1, 0)
                .build();
        AssetSource source = AssetSource.bundle(BundleBuilder.write(folder.resolve("web.gyre"), bundle));
        AssetHandler handler = AssetHandler.of(source, policy -> {});
        Map<String, String> packed = Map.of("accept-encoding", BR);
        get(handler, "/picture.gif", packed).body().close();
        Queue<Runnable> io = new ArrayDeque<>();
        List<WebResponse> responses = new ArrayList<>();

        handler.handle(new WebRequest("GET", "/twin", packed::get), io::add, responses::add);
        assertThat(responses).isEmpty();
        io.remove().run();
        handler.handle(new WebRequest("GET", "/twin", packed::get), io::add, responses::add);

        assertThat(io).isEmpty();
        assertThat(responses)
                .hasSize(2)
                .allSatisfy(response -> assertThat(response.headers())
                        .containsEntry("Content-Type", "image/gif")
                        .containsEntry("Content-Encoding", BR));
    }
}
