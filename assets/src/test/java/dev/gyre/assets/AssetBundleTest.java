package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class AssetBundleTest {

    /** More than stays on the heap. */
    private static final int LARGE = 2_000_000;

    @TempDir
    Path folder;

    private Path golden() throws IOException {
        return BundleBuilder.write(folder.resolve("golden.gyre"), Golden.bundle());
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(42).nextBytes(bytes);
        return bytes;
    }

    private static WebResponse get(AssetHandler handler, String target, Map<String, String> headers) {
        List<WebResponse> responses = new ArrayList<>();
        handler.handle(new WebRequest("GET", target, headers::get), Runnable::run, responses::add);
        return responses.get(0);
    }

    private static byte[] body(WebResponse response) throws IOException {
        java.nio.ByteBuffer bytes =
                java.nio.ByteBuffer.allocate((int) response.body().length());
        try (AssetBody body = response.body()) {
            Bundles.fill(body, bytes);
        }
        return bytes.array();
    }

    @Test
    void listsItsFilesAsThePackerFoundThem() throws IOException {
        List<Asset> assets = AssetSource.bundle(golden()).assets();

        Map<String, byte[]> files = Golden.files();
        assertThat(assets).map(Asset::path).containsExactlyElementsOf(files.keySet());
        for (Asset asset : assets) {
            Asset inMemory = Asset.of(asset.path(), files.get(asset.path()));
            assertThat(asset.mediaType()).isEqualTo(inMemory.mediaType());
            assertThat(asset.size()).isEqualTo(inMemory.size());
            assertThat(asset.etag()).isEqualTo(inMemory.etag());
        }
    }

    @Test
    void hasThePackedFormsThatPay() throws IOException {
        AssetBundle bundle = AssetBundle.open(golden());
        AssetIndex index = AssetIndex.of(bundle);

        Asset page = index.find("/index.html");
        assertThat(page.encodings())
                .containsExactly(ContentEncoding.IDENTITY, ContentEncoding.GZIP, ContentEncoding.BROTLI);
        assertThat(page.size(ContentEncoding.GZIP)).isLessThan(page.size() / 2);
        assertThat(page.size(ContentEncoding.BROTLI)).isLessThan(page.size(ContentEncoding.GZIP));
        assertThat(index.find("/pixel.png").encodings()).containsExactly(ContentEncoding.IDENTITY);
        try (GZIPInputStream gzip =
                new GZIPInputStream(new ByteArrayInputStream(bundle.read(page, ContentEncoding.GZIP)))) {
            assertThat(gzip.readAllBytes()).isEqualTo(Golden.files().get("/index.html"));
        }
    }

    @Test
    void tellsFormsApartByTheirValidators() throws IOException {
        Asset page = AssetIndex.of(AssetSource.bundle(golden())).find("/index.html");
        String identity = page.etag();

        String gzip = page.content(ContentEncoding.GZIP).etag();
        String brotli = page.content(ContentEncoding.BROTLI).etag();

        String begin = identity.substring(0, identity.length() - 1);
        assertThat(gzip).matches(begin + "-gzip-[0-9a-f]{8}\"");
        assertThat(brotli).matches(begin + "-br-[0-9a-f]{8}\"");
    }

    @Test
    void readsWhatItHasAndNothingElse() throws IOException {
        AssetBundle bundle = AssetBundle.open(golden());
        Asset pixel = AssetIndex.of(bundle).find("/pixel.png");

        assertThat(bundle.read(pixel, ContentEncoding.IDENTITY))
                .isEqualTo(Golden.files().get("/pixel.png"));
        assertThatThrownBy(() -> bundle.read(pixel, ContentEncoding.GZIP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("encoding: gzip of /pixel.png");
        assertThatThrownBy(() -> pixel.size(ContentEncoding.BROTLI))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("encoding: BROTLI (expected: one of [IDENTITY])");
    }

    @Test
    void servesEveryFile() throws IOException {
        AssetHandler handler = AssetHandler.of(AssetSource.bundle(golden()), policy -> {});

        for (Map.Entry<String, byte[]> file : Golden.files().entrySet()) {
            WebResponse response = get(handler, file.getKey(), Map.of());
            assertThat(response.status()).isEqualTo(200);
            assertThat(body(response)).isEqualTo(file.getValue());
        }
        assertThat(body(get(handler, "/", Map.of()))).isEqualTo(Golden.files().get("/index.html"));
        assertThat(get(handler, "/none", Map.of()).status()).isEqualTo(404);
    }

    @Test
    void servesPartsOfLargeFilesInPlace() throws IOException {
        byte[] large = noise(LARGE);
        Path file =
                BundleBuilder.write(folder.resolve("large.gyre"), BundleBuilder.of("/film.webm", "video/webm", large));
        AssetHandler handler = AssetHandler.of(AssetSource.bundle(file), policy -> {});

        WebResponse whole = get(handler, "/film.webm", Map.of());
        WebResponse part = get(handler, "/film.webm", Map.of("range", "bytes=500000-500099"));

        assertThat(whole.body().isInMemory()).isFalse();
        assertThat(body(whole)).isEqualTo(large);
        assertThat(part.headers()).containsEntry("Content-Range", "bytes 500000-500099/" + LARGE);
        assertThat(body(part)).isEqualTo(Arrays.copyOfRange(large, 500_000, 500_100));
        String etag = whole.headers().get("ETag");
        assertThat(get(handler, "/film.webm", Map.of("if-none-match", etag)).status())
                .isEqualTo(304);
    }

    @Test
    void keepsSmallFilesOnTheHeapOnceTheyWereAskedFor() throws IOException {
        Asset page = AssetIndex.of(AssetSource.bundle(golden())).find("/index.html");
        assertThat(page.content().inMemory()).isNull();

        page.content().open().close();

        assertThat(page.content().inMemory()).isNotNull();
        assertThat(page.content(ContentEncoding.GZIP).inMemory()).isNull();
    }

    @Test
    void servesThePackedFormThatAClientNames() throws IOException {
        AssetHandler handler = AssetHandler.of(AssetSource.bundle(golden()), policy -> {});
        AssetBundle bundle = AssetBundle.open(golden());
        Asset page = AssetIndex.of(bundle).find("/index.html");

        WebResponse identity = get(handler, "/index.html", Map.of());
        WebResponse gzip = get(handler, "/index.html", Map.of("accept-encoding", "gzip, inflate"));
        WebResponse brotli = get(handler, "/index.html", Map.of("accept-encoding", "gzip, deflate, br, zstd"));

        assertThat(identity.headers()).containsEntry("Vary", "Accept-Encoding").doesNotContainKey("Content-Encoding");
        assertThat(gzip.headers())
                .containsEntry("Content-Encoding", "gzip")
                .containsEntry("Content-Type", "text/html; charset=utf-8")
                .containsEntry("Content-Length", Long.toString(page.size(ContentEncoding.GZIP)))
                .containsEntry("Vary", "Accept-Encoding")
                .containsKey("Content-Security-Policy");
        assertThat(body(gzip)).isEqualTo(bundle.read(page, ContentEncoding.GZIP));
        assertThat(brotli.headers()).containsEntry("Content-Encoding", "br");
        assertThat(body(brotli)).isEqualTo(bundle.read(page, ContentEncoding.BROTLI));
        assertThat(body(identity)).isEqualTo(Golden.files().get("/index.html"));
    }

    @Test
    void comparesAndCutsTheFormThatAClientNames() throws IOException {
        AssetHandler handler = AssetHandler.of(AssetSource.bundle(golden()), policy -> {});
        String plain = get(handler, "/index.html", Map.of()).headers().get("ETag");
        WebResponse gzip = get(handler, "/index.html", Map.of("accept-encoding", "gzip"));
        String packed = gzip.headers().get("ETag");

        WebResponse same = get(handler, "/index.html", Map.of("accept-encoding", "gzip", "if-none-match", packed));
        WebResponse other = get(handler, "/index.html", Map.of("accept-encoding", "gzip", "if-none-match", plain));
        WebResponse part = get(
                handler, "/index.html", Map.of("accept-encoding", "gzip", "range", "bytes=0-9", "if-range", packed));
        WebResponse whole =
                get(handler, "/index.html", Map.of("accept-encoding", "gzip", "range", "bytes=0-9", "if-range", plain));

        assertThat(same.status()).isEqualTo(304);
        assertThat(same.headers()).containsEntry("Vary", "Accept-Encoding").containsEntry("ETag", packed);
        assertThat(other.status()).isEqualTo(200);
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.headers()).containsEntry("Content-Encoding", "gzip");
        assertThat(body(part)).isEqualTo(Arrays.copyOf(body(gzip), 10));
        assertThat(whole.status()).isEqualTo(200);
    }

    @Test
    void tellsAClientThatRefusesEveryForm() throws IOException {
        AssetHandler handler = AssetHandler.of(AssetSource.bundle(golden()), policy -> {});

        WebResponse none = get(handler, "/pixel.png", Map.of("accept-encoding", "gzip, identity;q=0"));
        WebResponse plain = get(handler, "/pixel.png", Map.of("accept-encoding", "gzip, br"));

        assertThat(none.status()).isEqualTo(406);
        assertThat(none.headers()).containsEntry("Vary", "Accept-Encoding");
        assertThat(plain.status()).isEqualTo(200);
        assertThat(plain.headers()).doesNotContainKeys("Vary", "Content-Encoding");
    }

    /** Nothing is unpacked at run time, so a form that would become very large is only what it is: a few bytes. */
    @Test
    void unpacksNothing() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[50_000_000]);
        }
        byte[] page = "<p>small".getBytes(UTF_8);
        byte[] bundle = new BundleBuilder()
                .mediaType("text/html")
                .content(page, bomb.toByteArray(), BundleBuilder.NOT_THERE)
                .path("/index.html", 0, 0)
                .build();
        AssetBundle opened = AssetBundle.of("bomb", bundle);
        opened.verify();

        AssetHandler handler = AssetHandler.of(opened, policy -> {});
        WebResponse plain = get(handler, "/index.html", Map.of());
        WebResponse packed = get(handler, "/index.html", Map.of("accept-encoding", "gzip"));

        assertThat(body(plain)).isEqualTo(page);
        assertThat(plain.headers()).containsEntry("Content-Length", "8").doesNotContainKey("Content-Encoding");
        assertThat(body(packed)).isEqualTo(bomb.toByteArray());
    }

    @Test
    void refusesToServeABundleThatWasReplacedUntilItIsListedAgain() throws IOException {
        Path file = golden();
        AssetHandler handler = AssetHandler.of(AssetSource.bundle(file), policy -> {});
        Path other = BundleBuilder.write(
                folder.resolve("other"), BundleBuilder.of("/pixel.png", "image/png", "new".getBytes(UTF_8)));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(get(handler, "/pixel.png", Map.of()).status()).isEqualTo(503);
        handler.reload();

        assertThat(body(get(handler, "/pixel.png", Map.of()))).asString().isEqualTo("new");
        assertThat(get(handler, "/index.html", Map.of()).status()).isEqualTo(404);
    }

    @Test
    void neverCompletesAResponseFromABundleThatIsCutShortMeanwhile() throws IOException {
        Path file = BundleBuilder.write(
                folder.resolve("large.gyre"), BundleBuilder.of("/film.webm", "video/webm", noise(LARGE)));
        AssetHandler handler = AssetHandler.of(AssetSource.bundle(file), policy -> {});
        WebResponse response = get(handler, "/film.webm", Map.of());

        Files.write(file, new byte[100]);

        assertThatThrownBy(() -> body(response)).isInstanceOf(IOException.class);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void holdsTheFileOpenForNoLongerThanAResponse() throws IOException {
        Path file = BundleBuilder.write(
                folder.resolve("large.gyre"), BundleBuilder.of("/film.webm", "video/webm", noise(LARGE)));
        AssetHandler handler = AssetHandler.of(AssetSource.bundle(file), policy -> {});
        assertThat(handles(file)).isZero();

        WebResponse response = get(handler, "/film.webm", Map.of());
        assertThat(handles(file)).isEqualTo(1);
        response.body().close();

        get(handler, "/film.webm", Map.of("range", "bytes=" + LARGE + "-"))
                .body()
                .close();
        assertThat(handles(file)).isZero();
    }

    private static long handles(Path file) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(fd -> leadsTo(fd, file)).count();
        }
    }

    private static boolean leadsTo(Path fd, Path file) {
        try {
            return Files.readSymbolicLink(fd).equals(file.toRealPath());
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    @Test
    void isReadFromAJarWhichItDoesNotHoldOpen() throws IOException {
        Path jar = folder.resolve("app.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("web.gyre"));
            out.write(Golden.bundle());
        }
        AssetHandler handler;
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            handler = AssetHandler.of(AssetSource.bundle("web.gyre", loader), policy -> {});
        }
        Files.delete(jar);

        WebResponse response = get(handler, "/index.html", Map.of());

        assertThat(response.body().isInMemory()).isTrue();
        assertThat(body(response)).isEqualTo(Golden.files().get("/index.html"));
    }

    @Test
    void isReadInPlaceFromAFolderOfTheClassPath() throws IOException {
        golden();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            List<Asset> assets = AssetSource.bundle("golden.gyre", loader).assets();

            assertThat(assets).hasSize(5);
            assertThat(assets.get(0).content().inMemory()).isNull();
            assertThatThrownBy(() -> AssetSource.bundle("none.gyre", loader).assets())
                    .isInstanceOf(AssetException.class)
                    .hasMessage("class path bundle: none.gyre (expected: a file on the class path)");
        }
    }

    @Test
    void standsBesideOtherSources() throws IOException {
        AssetSource source = AssetSource.overlay(
                AssetSource.memory(Map.of("/v/short.txt", "on top".getBytes(UTF_8))),
                AssetSource.bundle(golden()).at("v"));

        Asset below = AssetIndex.of(source).find("/v/index.html");

        assertThat(AssetIndex.of(source).find("/v/short.txt").size()).isEqualTo(6);
        assertThat(below.encodings()).hasSize(3);
    }
}
