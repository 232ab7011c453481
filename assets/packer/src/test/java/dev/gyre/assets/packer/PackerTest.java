package dev.gyre.assets.packer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.assets.Asset;
import dev.gyre.assets.AssetBundle;
import dev.gyre.assets.AssetIndex;
import dev.gyre.assets.ContentEncoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackerTest {

    @TempDir
    private Path temp;

    private Path root;
    private Path out;

    @BeforeEach
    void makeAFolder() throws IOException {
        root = Files.createDirectory(temp.resolve("web"));
        out = temp.resolve("target").resolve("web.gyre");
    }

    private Packer.Outcome pack() {
        return Packer.pack(root, out, Progress.NONE);
    }

    private static Asset find(AssetBundle bundle, String path) {
        Asset asset = AssetIndex.of(bundle).find(path);
        assertThat(asset).as(path).isNotNull();
        return asset;
    }

    /** The same file on every machine; if it changes, bundles of two builds differ, and BUNDLE.md has to say so. */
    @Test
    void writesTheBytesThatTheRuntimesTestsRead() throws IOException {
        Packer.pack(Trees.GOLDEN.resolve("golden"), out, Progress.NONE);

        assertThat(Files.readAllBytes(out)).isEqualTo(Files.readAllBytes(Trees.GOLDEN.resolve("golden.gyre")));
    }

    @Test
    void writesTheSameBytesWhateverTheOrderAndTheTimes() throws IOException {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            paths.add((i % 3 == 0 ? "a/" : i % 3 == 1 ? "a-b/" : "") + "file" + i + (i % 2 == 0 ? ".js" : ".png"));
        }
        lay(root, paths, 1_000_000);
        Collections.reverse(paths);
        Path other = Files.createDirectory(temp.resolve("other"));
        lay(other, paths, 9_000_000);

        pack();
        Packer.pack(other, temp.resolve("other.gyre"), Progress.NONE);

        assertThat(Files.mismatch(out, temp.resolve("other.gyre"))).isEqualTo(-1);
    }

    private static void lay(Path root, List<String> paths, long time) throws IOException {
        for (String path : paths) {
            Trees.write(root, path, ("// " + path.hashCode() % 7 + "\n").repeat(200));
            Files.setLastModifiedTime(root.resolve(path), FileTime.fromMillis(time));
        }
    }

    @Test
    void sortsByTheBytesOfPaths() throws IOException {
        for (String path : List.of("b", "a/z", "a.txt", "a-b", "B")) {
            Trees.write(root, path, path);
        }

        pack();

        assertThat(AssetBundle.open(out).assets())
                .map(Asset::path)
                .containsExactly("/B", "/a-b", "/a.txt", "/a/z", "/b");
    }

    @Test
    void storesAContentOnceWhateverTheNumberOfItsPaths() throws IOException {
        byte[] font = Trees.noise(1, 100_000);
        for (int i = 0; i < 21; i++) {
            Trees.write(root, "fonts/" + i + "/font.woff2", font);
        }

        Summary.Row all = pack().summary().all();

        assertThat(Files.size(out)).isBetween(100_000L, 102_000L);
        assertThat(all.files()).isEqualTo(21);
        assertThat(all.contents()).isEqualTo(1);
        assertThat(all.duplicates()).isEqualTo(2_000_000);
        assertThat(AssetBundle.open(out).assets())
                .map(Asset::etag)
                .hasSize(21)
                .containsOnly(find(AssetBundle.open(out), "/fonts/0/font.woff2").etag());
    }

    @Test
    void packsWhatGainsATenthAndNothingElse() throws IOException {
        Trees.write(root, "text.js", "export const answer = 42;\n".repeat(40));
        Trees.write(root, "noise.bin", Trees.noise(2, 4_000));
        Trees.write(root, "packed.png", new byte[4_000]);
        Trees.write(root, "packed.woff2", new byte[4_000]);
        Trees.write(root, "empty.txt", "");

        pack();

        AssetBundle bundle = AssetBundle.open(out);
        assertThat(find(bundle, "/text.js").encodings()).hasSize(3);
        for (String path : List.of("/noise.bin", "/packed.png", "/packed.woff2", "/empty.txt")) {
            assertThat(find(bundle, path).encodings()).as(path).containsExactly(ContentEncoding.IDENTITY);
        }
    }

    @ParameterizedTest
    @CsvSource({"90, 100, true", "91, 100, false", "0, 0, true", "1, 1, false"})
    void callsATenthAGain(long packed, long size, boolean pays) {
        assertThat(Forms.pays(packed, size)).isEqualTo(pays);
    }

    @ParameterizedTest
    @CsvSource({
        "a.html, true",
        "a.js, true",
        "a.json, true",
        "a.svg, true",
        "a.wasm, true",
        "a.ttf, true",
        "a.ico, true",
        "a.unknown, true",
        "a.png, false",
        "a.jpg, false",
        "a.woff2, false",
        "a.mp4, false",
        "a.wav, false",
        "a.zip, false",
        "a.docx, false",
        "a.pdf, false"
    })
    void knowsWhatIsCompressedAlready(String name, boolean isWorthATry) {
        assertThat(Compressible.isWorthATry(dev.gyre.assets.MediaTypes.ofPath(name)))
                .isEqualTo(isWorthATry);
    }

    @Test
    void packsWhatADirectoryWouldServeAndNothingElse() throws IOException {
        Path secret = temp.resolve("secret.txt");
        Files.writeString(secret, "secret");
        Trees.write(root, "index.html", "front");
        Trees.write(root, ".env", "secret");
        Trees.write(root, ".git/config", "secret");
        Files.createSymbolicLink(root.resolve("out.txt"), secret);
        Files.createSymbolicLink(root.resolve("in.html"), root.resolve("index.html"));

        pack();

        assertThat(AssetBundle.open(out).assets()).map(Asset::path).containsExactly("/in.html", "/index.html");
    }

    @Test
    void leavesABundleAloneThatWouldNotChange() throws IOException {
        Trees.write(root, "index.html", "front");
        assertThat(pack().isWritten()).isTrue();
        FileTime before = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(out, before);

        assertThat(pack().isWritten()).isFalse();
        assertThat(Files.getLastModifiedTime(out)).isEqualTo(before);

        Trees.write(root, "index.html", "changed");
        assertThat(pack().isWritten()).isTrue();
        assertThat(Files.readString(out, java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("changed");
    }

    @Test
    void tellsHowFarItIs() throws IOException {
        for (int i = 0; i < 10; i++) {
            Trees.write(root, i + ".txt", "text " + i);
        }
        List<String> heard = new ArrayList<>();

        Packer.pack(root, out, (done, all) -> heard.add(done + "/" + all));

        assertThat(heard).hasSize(10).startsWith("1/10").endsWith("10/10");
    }

    @Test
    void refusesAFolderWithNothingToPack() {
        assertThatThrownBy(this::pack)
                .isInstanceOf(PackerException.class)
                .hasMessage("directory: " + root + " (expected: one with files in it)");
        assertThatThrownBy(() -> Packer.pack(temp.resolve("none"), out, Progress.NONE))
                .isInstanceOf(PackerException.class)
                .hasMessage("directory: " + temp.resolve("none") + " (expected: a directory that can be read)");
    }

    @Test
    void refusesToWriteIntoTheFolderItPacks() throws IOException {
        Trees.write(root, "index.html", "front");
        Path inside = root.resolve("web.gyre");

        assertThatThrownBy(() -> Packer.pack(root, inside, Progress.NONE))
                .isInstanceOf(PackerException.class)
                .hasMessage("out: " + inside + " (expected: outside of " + root + ")");
    }

    @Test
    void leavesNothingBehindWhenItFails() throws IOException {
        Trees.write(root, "index.html", "front");
        Path blocked = Files.createDirectories(out.resolve("in the way")).getParent();

        assertThatThrownBy(this::pack)
                .isInstanceOf(PackerException.class)
                .hasMessageStartingWith("out: " + out + " cannot be written: ");

        assertThat(blocked).isDirectory();
        try (Stream<Path> left = Files.list(out.getParent())) {
            assertThat(left).containsExactly(blocked);
        }
    }

    @ParameterizedTest
    @CsvSource({"GZIP", "BROTLI"})
    void unpacksWhatItPacked(Coder coder) throws IOException {
        byte[] text = "some text, ".repeat(100_000).getBytes(UTF_8);
        byte[] noise = Trees.noise(3, 300_000);

        assertThat(coder.decodesTo(text, coder.encode(text))).isTrue();
        assertThat(coder.decodesTo(noise, coder.encode(noise))).isTrue();
        assertThat(coder.decodesTo(new byte[0], coder.encode(new byte[0]))).isTrue();
        assertThat(coder.decodesTo(noise, coder.encode(text))).isFalse();
        assertThat(coder.decodesTo(text, noise)).isFalse();
    }

    @Test
    void writesNoTimeAndNoSystemIntoGzip() throws IOException {
        assertThat(Coder.GZIP.encode("text".getBytes(UTF_8))).startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff);
    }

    @Test
    void verifiesThatAllFormsSayTheSame() throws IOException {
        Trees.write(root, "a.txt", "one text, ".repeat(100));
        pack();
        assertThat(Verification.verify(out).assets()).hasSize(1);
        Path lying = temp.resolve("lying.gyre");
        byte[] other = Coder.GZIP.encode("another text".getBytes(UTF_8));
        Path file = root.resolve("a.txt");
        Inventory inventory = Inventory.of(root);
        try (BundleWriter writer = new BundleWriter(Files.newOutputStream(lying))) {
            writer.add(new Forms(inventory.contents().get(0), java.util.Map.of(ContentEncoding.GZIP, other)));
            writer.finish(inventory.entries());
        }

        AssetBundle.open(lying).verify();

        assertThat(file).exists();
        assertThatThrownBy(() -> Verification.verify(lying))
                .isInstanceOf(PackerException.class)
                .hasMessage("/a.txt in gzip: other bytes (expected: those of the file)");
    }

    @Test
    void refusesAFileThatChangesMeanwhile() throws IOException {
        Trees.write(root, "a.png", "first");
        Inventory inventory = Inventory.of(root);
        Trees.write(root, "a.png", "second");

        try (BundleWriter writer = new BundleWriter(java.io.OutputStream.nullOutputStream())) {
            Forms forms = Forms.of(inventory.contents().get(0));
            assertThatThrownBy(() -> writer.add(forms))
                    .isInstanceOf(PackerException.class)
                    .hasMessage("file: " + root.resolve("a.png") + " (expected: one that does not change meanwhile)");
        }
    }
}
