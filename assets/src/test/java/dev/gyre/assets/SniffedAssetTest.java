package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Content decides only where nothing else does, and is looked at once. */
final class SniffedAssetTest {

    private static final String PAGE = "<!DOCTYPE html><script>alert(1)</script>";

    private static WebResponse get(AssetHandler handler, String target) {
        List<WebResponse> responses = new ArrayList<>();
        handler.handle(new WebRequest("GET", target, name -> null), Runnable::run, responses::add);
        return responses.get(0);
    }

    private static String typeOf(AssetHandler handler, String target) throws Exception {
        WebResponse response = get(handler, target);
        response.body().close();
        assertThat(response.headers()).containsEntry("X-Content-Type-Options", "nosniff");
        return response.headers().get("Content-Type");
    }

    private static AssetHandler memory(String path, String content) {
        return AssetHandler.of(AssetSource.memory(Map.of(path, content.getBytes(ISO_8859_1))), policy -> {});
    }

    @ParameterizedTest
    @CsvSource({
        "LICENSE, some words, text/plain; charset=utf-8",
        "picture, GIF89a, image/gif",
        "picture.unknown, GIF89a, image/gif",
        "picture.txt, GIF89a, text/plain; charset=utf-8",
        "setup.bin, GIF89a, application/octet-stream",
        "page.txt, <html>, text/plain; charset=utf-8",
        "page.html, GIF89a, text/html; charset=utf-8",
        "page, <html>, text/plain; charset=utf-8",
        "page.upload, <?xml, text/plain; charset=utf-8",
        "paper, %PDF-1.7, text/plain; charset=utf-8",
    })
    void asksTheContentOnlyWhereTheNameSaysNothing(String path, String content, String type) throws Exception {
        assertThat(typeOf(memory(path, content), "/" + path)).isEqualTo(type);
    }

    @Test
    void neverOverrulesADeclaredType() throws Exception {
        Asset text = Asset.of("a", "text/plain", PAGE.getBytes(ISO_8859_1));
        Asset image = Asset.of("b.html", "IMAGE/PNG ", PAGE.getBytes(ISO_8859_1));
        AssetHandler handler = AssetHandler.of(() -> List.of(text, image), policy -> {});

        assertThat(typeOf(handler, "/a")).isEqualTo("text/plain");
        assertThat(typeOf(handler, "/b.html")).isEqualTo("image/png");
        assertThatThrownBy(() -> Asset.of("a", "text/html\r\nX: y", new byte[0]))
                .hasMessage("mediaType: text/html\r\nX: y (expected: type/subtype)");
    }

    @Test
    void looksAtAFileAgainOnceItHasChanged(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("thing"), "words");
        AssetHandler handler =
                AssetHandler.of(AssetSource.directory(folder, Duration.ZERO).at("x"), policy -> {});
        assertThat(typeOf(handler, "/x/thing")).isEqualTo("text/plain; charset=utf-8");

        Files.write(file, new byte[] {'G', 'I', 'F', '8', '9', 'a', 0});

        assertThat(typeOf(handler, "/x/thing")).isEqualTo("image/gif");
    }

    @Test
    void keepsWhatItFoundWithTheEntry() throws Exception {
        Counting content = new Counting("words");
        Asset asset = new Asset("/thing", content);
        Asset mounted = asset.at("/x/thing");

        assertThat(asset.mediaType(content, Scripts.NEVER)).isEqualTo("text/plain; charset=utf-8");
        assertThat(mounted.mediaType(content, Scripts.NEVER)).isEqualTo("text/plain; charset=utf-8");
        assertThat(content.looks).isEqualTo(1);
        assertThat(asset.mediaType()).isEqualTo("application/octet-stream");
        assertThat(asset.mediaType(content, Scripts.ALLOWED)).isEqualTo("text/plain; charset=utf-8");
        assertThat(content.looks).isEqualTo(2);
    }

    /** Large entries are streams, which have to be put back to where they began. */
    @Test
    void looksIntoAJarAndStillServesTheWhole(@TempDir Path folder) throws Exception {
        byte[] large = new byte[300_000];
        new Random(1).nextBytes(large);
        System.arraycopy("GIF89a".getBytes(ISO_8859_1), 0, large, 0, 6);
        Path jar = folder.resolve("a.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (String name : List.of("META-INF/MANIFEST.MF", "web/large", "web/small")) {
                entries.putNextEntry(new JarEntry(name));
                entries.write(large, 0, name.endsWith("small") ? 10 : large.length);
            }
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            AssetHandler handler = AssetHandler.of(AssetSource.classpath("web", loader), policy -> {});

            WebResponse response = get(handler, "/large");

            assertThat(response.headers()).containsEntry("Content-Type", "image/gif");
            assertThat(Bodies.read(response.body())).isEqualTo(large);
            assertThat(typeOf(handler, "/small")).isEqualTo("image/gif");
        }
    }

    @Test
    void allocatesNothingPerLook() throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Counting content = new Counting("words ".repeat(200));
        look(content, 10_000);

        long before = threads.getCurrentThreadAllocatedBytes();
        look(content, 10_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(content.looks).isEqualTo(20_000);
        // An entry is kept anew each time here: 24 bytes, and nothing for the prefix.
        assertThat(allocated).isLessThan(10_000 * 64);
    }

    private static void look(Counting content, int times) throws Exception {
        SniffedType type = new SniffedType();
        for (int i = 0; i < times; i++) {
            type.of(content, (i & 1) == 0 ? Scripts.NEVER : Scripts.ALLOWED);
        }
    }

    private static final class Counting implements AssetContent, OpenContent {
        private final MemoryContent content;
        private int looks;

        Counting(String text) {
            content = new MemoryContent(text.getBytes(ISO_8859_1));
        }

        @Override
        public long size() {
            return content.size();
        }

        @Override
        public String etag() {
            return content.etag();
        }

        @Override
        public OpenContent inMemory() {
            return this;
        }

        @Override
        public OpenContent open() {
            return this;
        }

        @Override
        public void prefix(java.nio.ByteBuffer target) {
            looks++;
            content.prefix(target);
        }

        @Override
        public AssetBody body(long start, long length) {
            return content.body(start, length);
        }

        @Override
        public void close() {
            content.close();
        }
    }
}
