package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small file is read once, and never served as it was before. */
final class KeptFileTest {

    @TempDir
    Path folder;

    private final HeapBudget budget = new HeapBudget();
    private Path file;
    private FileContent content;

    @BeforeEach
    void create() throws IOException {
        file = Files.writeString(folder.toRealPath().resolve("file.txt"), "before");
        content = new FileContent(file, FileStamp.of(file), budget);
    }

    private static String text(OpenContent opened) throws IOException {
        return new String(Bodies.read(opened.body(0, opened.size())), ISO_8859_1);
    }

    private OpenContent kept() {
        return Objects.requireNonNull(content.inMemory(), "kept");
    }

    @Test
    void isReadOnceAndThenServedFromMemory() throws IOException {
        assertThat(content.inMemory()).isNull();

        assertThat(text(content.open())).isEqualTo("before");

        assertThat(text(kept())).isEqualTo("before");
        assertThat(kept().etag()).isEqualTo(FileStamp.of(file).etag());
        assertThat(kept().lastModified())
                .isEqualTo(Files.getLastModifiedTime(file).toInstant().getEpochSecond());
    }

    @ParameterizedTest
    @ValueSource(strings = {"after!", "longer than before", ""})
    void isReadAgainOnceItWasWrittenTo(String after) throws IOException {
        for (int i = 0; i < 5; i++) {
            Files.writeString(file, "before");
            assertThat(text(content.open())).isEqualTo("before");

            Files.writeString(file, after);

            assertThat(content.inMemory()).isNull();
            assertThat(text(content.open())).isEqualTo(after);
            assertThat(text(kept())).isEqualTo(after);
        }
    }

    @Test
    void isReadAgainOnceItWasReplacedByOneOfTheSameTime() throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        content.open().close();
        Path other = Files.writeString(folder.resolve("other"), "behind");
        Files.setLastModifiedTime(other, time);

        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        assertThat(content.inMemory()).isNull();
        assertThat(text(content.open())).isEqualTo("behind");
    }

    @Test
    void isGoneOnceItWasDeleted() throws IOException {
        content.open().close();

        Files.delete(file);

        assertThat(content.inMemory()).isNull();
    }

    @Test
    void isNotKeptWhereItTakesMoreThanThereIsRoomFor() throws IOException {
        assertThat(budget.take(32L * 1024 * 1024 - 8)).isTrue();
        assertThat(text(content.open())).isEqualTo("before");
        assertThat(content.inMemory()).isNotNull();

        Files.writeString(file, "too long");

        try (OpenContent opened = content.open()) {
            assertThat(opened).isInstanceOf(OpenFile.class);
            assertThat(text(opened)).isEqualTo("too long");
        }
        assertThat(content.inMemory()).isNull();
    }

    @Test
    void givesItsRoomBackWhenItIsReadAgain() throws IOException {
        for (int i = 0; i < 3; i++) {
            Files.write(file, new byte[(int) HeapBudget.SMALL - i]);
            content.open().close();
        }

        assertThat(budget.take(31L * 1024 * 1024)).isTrue();
        assertThat(budget.take(HeapBudget.SMALL)).isFalse();
    }

    @Test
    void isNeverKeptWhereLookingAtItMayTakeLong() throws IOException {
        FileContent far = new FileContent(file, FileStamp.of(file), null);

        assertThat(text(far.open())).isEqualTo("before");

        assertThat(far.inMemory()).isNull();
    }
}
