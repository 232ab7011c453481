package dev.gyre.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

    @TempDir
    Path directory;

    private final List<String> lines = new ArrayList<>();
    private Path file;
    private LogTail tail;

    @BeforeEach
    void create() {
        file = directory.resolve("app.log");
        tail = new LogTail(file);
    }

    @AfterEach
    void close() throws IOException {
        tail.close();
    }

    @Test
    void readsWhatIsThereAndThenWhatComes() throws IOException {
        append("one\ntw");
        read();
        assertThat(lines).containsExactly("one");

        append("o\nthree\n");
        read();

        assertThat(lines).containsExactly("one", "two", "three");
    }

    @Test
    void readsNothingTwice() throws IOException {
        append("one\n");
        read();
        read();

        assertThat(lines).containsExactly("one");
    }

    @Test
    void waitsForAFileThatIsNotThere() throws IOException {
        read();
        assertThat(lines).isEmpty();

        append("one\n");
        read();

        assertThat(lines).containsExactly("one");
    }

    @Test
    void beginsAnewWhenTheFileIsTruncated() throws IOException {
        append("a long first line\nunfinis");
        read();

        Files.writeString(file, "new\n");
        read();

        assertThat(lines).containsExactly("a long first line", "new");
    }

    @Test
    void beginsAnewWhenTheFileIsTruncatedAndHasGrownPastWhereItStood() throws IOException {
        append("a first line\nunfinis");
        read();

        Files.writeString(file, "another first line\nand a second\nunfin");
        read();
        append("ished\n");
        read();

        assertThat(lines).containsExactly("a first line", "another first line", "and a second", "unfinished");
    }

    @Test
    void beginsAnewWhenALargeFileIsWrittenAnewLarger() throws IOException {
        append("old line\n".repeat(30_000));
        read();
        lines.clear();

        Files.writeString(file, "new line\n".repeat(40_000));
        read();

        assertThat(lines).hasSize(40_000).containsOnly("new line");
    }

    @Test
    void beginsAnewOnceItIsQuietWhenTheFileIsWrittenAnewToTheSameLength() throws IOException {
        append("one\ntwo\n");
        read();

        Files.writeString(file, "six\nten\n");
        for (int i = 0; i < LogTail.LOOK_EVERY + 1; i++) {
            read();
        }

        assertThat(lines).containsExactly("one", "two", "six", "ten");
    }

    @Test
    void countsAsLostWhatItJumpedOverInAFileThatWasWrittenAnew() throws IOException {
        append("first\n");
        read();

        Files.writeString(file, "second\n");
        grow(3L * LogTail.BEHIND, "\nlast\n");
        readAll();

        assertThat(lines).startsWith("first").endsWith("last");
        assertThat(tail.takeLost()).isEqualTo(Files.size(file) - LogTail.BEHIND);
    }

    @Test
    void readsABoundedAmountOfAFileThatWasWrittenAnewToo() throws IOException {
        append("one\n");
        read();
        lines.clear();

        Files.writeString(file, "line\n".repeat(LogTail.READ / 5 + 1000));
        read();

        assertThat(lines).hasSize(LogTail.READ / 5);
    }

    @Test
    void readsEachLineOnceHoweverTheFileGrows() throws IOException {
        List<String> written = new ArrayList<>();
        Random random = new Random(4);
        for (int i = 0; i < 500; i++) {
            String line = i + "x".repeat(random.nextInt(3 * Footprint.BYTES));
            int cut = random.nextInt(line.length());
            append(line.substring(0, cut));
            read();
            append(line.substring(cut) + "\n");
            read();
            written.add(line);
        }

        assertThat(lines).isEqualTo(written);
    }

    @Test
    void readsAReplacedFileToItsEndBeforeTheNewOne() throws IOException {
        append("one\n");
        read();

        append("two\n");
        Files.move(file, directory.resolve("app.log.1"));
        append("three\n");
        for (int i = 0; i < LogTail.LOOK_EVERY + 2; i++) {
            read();
        }

        assertThat(lines).containsExactly("one", "two", "three");
    }

    @Test
    void keepsReadingWhileTheFileIsMovedAwayAndNoneHasItsName() throws IOException {
        append("one\n");
        read();

        Path moved = directory.resolve("app.log.1");
        Files.move(file, moved);
        Files.writeString(moved, "two\n", StandardOpenOption.APPEND);
        read();

        assertThat(lines).containsExactly("one", "two");
    }

    @Test
    void beginsALargeFileNearItsEndAtTheStartOfALine() throws IOException {
        grow(LogTail.BEHIND, "\nlast\n");
        append("x".repeat(100) + "\n");
        readAll();

        assertThat(lines).endsWith("last", "x".repeat(100));
        assertThat(tail.takeLost()).isZero();
    }

    @Test
    void readsABoundedAmountAtOnce() throws IOException {
        append("line\n".repeat(LogTail.READ / 5 + 1000));
        read();

        assertThat(lines).hasSize(LogTail.READ / 5);
    }

    @Test
    void jumpsForwardWhenItFallsTooFarBehindAndCountsWhatItLost() throws IOException {
        append("first\n");
        read();
        long before = Files.size(file);

        grow(3L * LogTail.BEHIND, "\nlast\n");
        long grown = Files.size(file) - before;
        readAll();

        assertThat(lines).startsWith("first").endsWith("last");
        assertThat(tail.takeLost()).isEqualTo(grown - LogTail.BEHIND);
        assertThat(tail.takeLost()).isZero();
    }

    private void read() throws IOException {
        tail.read(lines::add);
    }

    private void readAll() throws IOException {
        for (int i = 0; i <= LogTail.BEHIND / LogTail.READ; i++) {
            read();
        }
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Makes the file so much longer, with a hole, and writes something at its end. */
    private void grow(long bytes, String end) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(
                    ByteBuffer.wrap(end.getBytes(java.nio.charset.StandardCharsets.UTF_8)), channel.size() + bytes);
        }
    }
}
