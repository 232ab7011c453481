package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AssetSourceTest {

    @TempDir
    Path temp;

    private Path root;

    @BeforeEach
    void lay() throws IOException {
        root = Files.createDirectories(temp.resolve("root"));
        Files.createDirectories(root.resolve("docs/deep"));
        Files.writeString(root.resolve("index.html"), "front");
        Files.writeString(root.resolve("docs/deep/a b.txt"), "deep");
    }

    private static List<String> paths(AssetSource source) {
        return source.assets().stream().map(Asset::path).sorted().toList();
    }

    private static String text(Asset asset) throws IOException {
        try (AssetBody body = asset.content().open().body(0, asset.size())) {
            return new String(fill(body, (int) asset.size()), UTF_8);
        }
    }

    private static byte[] fill(AssetBody body, int size) throws IOException {
        assertThat(body.length()).isEqualTo(size);
        byte[] array = new byte[size];
        ByteBuffer bytes = ByteBuffer.wrap(array);
        int count = 0;
        while (bytes.hasRemaining() && count >= 0) {
            count = body.read(bytes);
        }
        assertThat(bytes.hasRemaining()).isFalse();
        return array;
    }

    @Test
    void listsTheFilesOfADirectory() throws IOException {
        AssetSource source = AssetSource.directory(root);

        assertThat(paths(source)).containsExactly("/docs/deep/a b.txt", "/index.html");
        Asset front = AssetIndex.of(source).find("/index.html");
        assertThat(front.size()).isEqualTo(5);
        assertThat(front.mediaType()).isEqualTo("text/html; charset=utf-8");
        assertThat(front.etag()).startsWith("\"").endsWith("\"");
        assertThat(text(front)).isEqualTo("front");
    }

    @Test
    void leavesOutDotFilesAndNamesThatNoRequestCanName() throws IOException {
        Files.writeString(root.resolve(".env"), "secret");
        Files.createDirectory(root.resolve(".git"));
        Files.writeString(root.resolve(".git/config"), "secret");
        Files.writeString(root.resolve("aux.txt"), "device");
        Files.writeString(root.resolve("back\\slash"), "odd");
        Files.writeString(root.resolve("dot."), "odd");
        Files.createSymbolicLink(root.resolve("config"), root.resolve(".git/config"));

        assertThat(paths(AssetSource.directory(root))).containsExactly("/docs/deep/a b.txt", "/index.html");
    }

    @Test
    void followsLinksInsideAndNoLinkThatLeadsOutOrRound() throws IOException {
        Path sibling = Files.createDirectory(temp.resolve("root-sibling"));
        Files.writeString(sibling.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(root.resolve("out"), sibling);
        Files.createSymbolicLink(root.resolve("out.txt"), sibling.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("up"), temp);
        Files.createSymbolicLink(root.resolve("docs/round"), root);
        Files.createSymbolicLink(root.resolve("dangling"), root.resolve("none"));
        Files.createSymbolicLink(root.resolve("in.html"), root.resolve("index.html"));
        Files.createSymbolicLink(root.resolve("in"), root.resolve("docs"));

        assertThat(paths(AssetSource.directory(root)))
                .containsExactly("/docs/deep/a b.txt", "/in.html", "/in/deep/a b.txt", "/index.html");
    }

    @Test
    void servesADirectoryThatIsReachedByALink() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("link"), root);

        assertThat(paths(AssetSource.directory(link))).contains("/index.html");
    }

    @Test
    void doesNotFollowALinkThatTakesAFilesPlace() throws IOException {
        Asset front = AssetIndex.of(AssetSource.directory(root)).find("/index.html");
        Path secret = Files.writeString(temp.resolve("secret.txt"), "secret");
        Files.delete(root.resolve("index.html"));
        Files.createSymbolicLink(root.resolve("index.html"), secret);

        assertThatThrownBy(() -> front.content().open()).isInstanceOf(IOException.class);
    }

    @Test
    void saysThatADirectoryIsNotThere() {
        assertThatThrownBy(() -> AssetSource.directory(temp.resolve("none")).assets())
                .isInstanceOf(AssetException.class)
                .hasMessage("directory: " + temp.resolve("none") + " (expected: a directory that can be read)");
    }

    @Test
    void listsTheClassPathFromADirectory() throws IOException {
        Files.createDirectories(temp.resolve("classes/web/css"));
        Files.writeString(temp.resolve("classes/web/css/a.css"), "a{}");
        Files.writeString(temp.resolve("classes/other.txt"), "other");

        try (URLClassLoader loader = loader(temp.resolve("classes"))) {
            assertThat(paths(AssetSource.classpath("web", loader))).containsExactly("/css/a.css");
        }
    }

    @Test
    void listsTheClassPathFromJarsWithAndWithoutFolders() throws IOException {
        byte[] film = new byte[1_000_000];
        new Random(1).nextBytes(film);
        Path bare = jar("bare.jar", Map.of("web/a.js", "a".getBytes(UTF_8), "web/film.mp4", film, "webx/no", film));
        Path withFolders = jar(
                "folders.jar",
                Map.of("web/", new byte[0], "web/a.js", "shadowed".getBytes(UTF_8), "web/b.js", "b".getBytes(UTF_8)));
        try (URLClassLoader loader = loader(bare, withFolders)) {
            AssetIndex index = AssetIndex.of(AssetSource.classpath("/web/", loader));

            assertThat(index.size()).isEqualTo(3);
            assertThat(text(index.find("/b.js"))).isEqualTo("b");
            Asset whole = index.find("/film.mp4");
            assertThat(whole.size()).isEqualTo(film.length);
            try (AssetBody body = whole.content().open().body(500_000, 100)) {
                assertThat(fill(body, 100)).isEqualTo(Arrays.copyOfRange(film, 500_000, 500_100));
            }
        }
    }

    @Test
    void keepsSmallEntriesOfAJarInMemory() throws IOException {
        Path jar = jar("app.jar", Map.of("web/a.js", "a".getBytes(UTF_8)));
        try (URLClassLoader loader = loader(jar)) {
            Asset asset = AssetIndex.of(AssetSource.classpath("web", loader)).find("/a.js");
            assertThat(asset.content().inMemory()).isNull();

            assertThat(text(asset)).isEqualTo("a");

            assertThat(asset.content().inMemory()).isNotNull();
            assertThat(asset.content().inMemory().etag()).isEqualTo(asset.etag());
        }
    }

    @Test
    void noticesThatAJarWasReplaced() throws IOException {
        byte[] film = new byte[300_000];
        Path jar = jar("app.jar", Map.of("web/a.js", "a".getBytes(UTF_8), "web/f.mp4", film));
        try (URLClassLoader loader = loader(jar)) {
            AssetIndex index = AssetIndex.of(AssetSource.classpath("web", loader));
            film[7] = 1;
            jar("app.jar", Map.of("web/a.js", "b".getBytes(UTF_8), "web/f.mp4", film));

            assertThatThrownBy(() -> text(index.find("/a.js"))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> text(index.find("/f.mp4"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void saysThatAClassPathFolderIsNotThere() {
        assertThatThrownBy(() -> AssetSource.classpath("no/such/folder").assets())
                .isInstanceOf(AssetException.class)
                .hasMessage("class path folder: no/such/folder (expected: a folder with files in it)");
    }

    @Test
    void laysSourcesOverEachOther() throws IOException {
        AssetSource mine = AssetSource.memory(Map.of("/index.html", "mine".getBytes(UTF_8)));

        AssetIndex index = AssetIndex.of(AssetSource.overlay(mine, AssetSource.directory(root)));

        assertThat(index.size()).isEqualTo(2);
        assertThat(text(index.find("/index.html"))).isEqualTo("mine");
        assertThat(text(index.find("/"))).isEqualTo("mine");
        assertThat(index.find("/docs/deep/a%20b.txt")).isNotNull();
    }

    @Test
    void mountsASourceBelowAPath() {
        AssetSource source = AssetSource.memory(Map.of("dist/u.js", new byte[1], "index.html", new byte[1]));

        assertThat(paths(source.at("/vendor/u/"))).containsExactly("/vendor/u/dist/u.js", "/vendor/u/index.html");
        assertThat(paths(source.at("vendor"))).containsExactly("/vendor/dist/u.js", "/vendor/index.html");
        assertThat(paths(source.at("/"))).containsExactly("/dist/u.js", "/index.html");
    }

    @Test
    void copiesWhatIsGivenInMemory() throws IOException {
        byte[] bytes = "before".getBytes(UTF_8);
        AssetIndex index = AssetIndex.of(AssetSource.memory(Map.of("a.txt", bytes)));

        bytes[0] = 'X';

        assertThat(text(index.find("/a.txt"))).isEqualTo("before");
    }

    private static URLClassLoader loader(Path... places) throws IOException {
        URL[] urls = new URL[places.length];
        for (int i = 0; i < places.length; i++) {
            urls[i] = places[i].toUri().toURL();
        }
        return new URLClassLoader(urls, null);
    }

    /** A manifest comes first, as tools write it. */
    private Path jar(String name, Map<String, byte[]> entries) throws IOException {
        Path jar = temp.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, new Manifest())) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        return jar;
    }
}
