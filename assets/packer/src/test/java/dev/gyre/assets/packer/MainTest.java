package dev.gyre.assets.packer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {

    private static final String GOLDEN = Trees.GOLDEN.resolve("golden.gyre").toString();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path temp;

    private Path root;
    private Path bundle;

    @BeforeEach
    void makeAFolder() throws IOException {
        root = Files.createDirectory(temp.resolve("web"));
        bundle = temp.resolve("web.gyre");
    }

    @Test
    void packsAndTellsWhatThatSaved() throws IOException {
        Trees.write(root, "a.css", "a { color: red }\n".repeat(100));
        Trees.write(root, "b.css", "a { color: red }\n".repeat(100));
        Trees.write(root, "c.png", new byte[100]);

        assertThat(run("pack", root.toString(), bundle.toString())).isZero();

        assertThat(out.toString(UTF_8).lines())
                .startsWith(bundle + " written")
                .anyMatch(line -> line.matches("image/png +1 +100 +100 +100 +100"))
                .anyMatch(line -> line.matches("text/css +2 +3,400 +1,700 +\\d\\d +\\d\\d"))
                .anyMatch(line -> line.matches("all +3 +3,500 +1,800 +\\d{3} +\\d{3}"))
                .last()
                .asString()
                .startsWith("saved: 1 duplicate files of 1,700 bytes (48.6 % of all); of what is left, gzip saves 9");
        assertThat(err.toString(UTF_8)).isEmpty();
        out.reset();
        run("pack", root.toString(), bundle.toString());
        assertThat(out.toString(UTF_8)).startsWith(bundle + " unchanged");
    }

    @Test
    void verifies() {
        assertThat(run("verify", GOLDEN)).isZero();
        assertThat(out.toString(UTF_8))
                .isEqualTo(GOLDEN + ": 5 files, 4 contents, all as they should be" + System.lineSeparator());
    }

    @Test
    void failsOnADamagedBundle() throws IOException {
        byte[] damaged = Files.readAllBytes(Path.of(GOLDEN));
        damaged[20] ^= 1;
        Files.write(bundle, damaged);

        assertThat(run("verify", bundle.toString())).isEqualTo(1);
        assertThat(run("list", bundle.toString())).isZero();
        Files.write(bundle, new byte[100]);
        assertThat(run("list", bundle.toString())).isEqualTo(1);

        assertThat(err.toString(UTF_8).lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("bundle: checksum of identity at 12: ")
                .endsWith("; the bundle is damaged)");
    }

    @Test
    void lists() {
        assertThat(run("list", GOLDEN)).isZero();

        assertThat(out.toString(UTF_8).lines())
                .hasSize(5)
                .anyMatch(line -> line.matches(" +1,000 +163 +107  text/html; charset=utf-8 +/copies/index\\.html"))
                .anyMatch(line -> line.matches(" +67 +- +-  image/png +/pixel\\.png"));
    }

    @Test
    void tellsItsCommands() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(UTF_8)).startsWith("Usage: ").contains("pack DIR FILE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                | command:  (expected: pack, verify, list or --help)",
                "unpack a        | command: unpack (expected: pack, verify, list or --help)",
                "pack a          | pack: a (expected: a folder and a file)",
                "pack a b c      | pack: a b c (expected: a folder and a file)",
                "verify          | verify: nothing (expected: a file)",
            })
    void refusesACommandLineItDoesNotUnderstand(String line, String message) {
        assertThat(run((line == null ? "" : line).split(" ", -1))).isEqualTo(2);
        assertThat(err.toString(UTF_8)).isEqualTo(message + System.lineSeparator());
    }

    @Test
    void failsWithTheReasonIfAFolderIsMissing() {
        Path none = temp.resolve("none");

        assertThat(run("pack", none.toString(), bundle.toString())).isEqualTo(1);

        assertThat(err.toString(UTF_8))
                .isEqualTo("directory: " + none + " (expected: a directory that can be read)" + System.lineSeparator());
        assertThat(bundle).doesNotExist();
    }

    @Test
    void writesOverTheLineOnATerminalAndLeavesNone() {
        Progress progress = Terminal.progress(new PrintStream(err, true, UTF_8));

        progress.at(1, 2);
        progress.at(2, 2);

        assertThat(err.toString(UTF_8)).isEqualTo("\rpacked 1 of 2\r" + " ".repeat(13) + "\r");
        assertThat(Terminal.isThere()).isFalse();
    }

    private int run(String... arguments) {
        return Main.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Progress.NONE, arguments);
    }
}
