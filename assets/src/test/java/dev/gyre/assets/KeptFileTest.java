package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small file is read once, and served as it was before for no longer than a look at it is trusted. */
final class KeptFileTest {

    @TempDir
    Path folder;

    private static final long TRUST_NANOS = 1_000;

    private final HeapBudget budget = new HeapBudget();

    /** Begins where the numbers wrap around. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);

    private Path file;
    private FileContent content;

    @BeforeEach
    void create() throws IOException {
        file = Files.writeString(folder.toRealPath().resolve("file.txt"), "before");
        content = new FileContent(file, FileStamp.of(file), new FileContent.Keeping(budget, TRUST_NANOS, now::get));
    }

    private void letTheLookGrowOld() {
        now.addAndGet(TRUST_NANOS);
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
            letTheLookGrowOld();

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
        letTheLookGrowOld();

        assertThat(content.inMemory()).isNull();
        assertThat(text(content.open())).isEqualTo("behind");
    }

    @Test
    void isGoneOnceItWasDeleted() throws IOException {
        content.open().close();

        Files.delete(file);
        letTheLookGrowOld();

        assertThat(content.inMemory()).isNull();
        assertThatThrownBy(content::open).isInstanceOf(NoSuchFileException.class);
        assertThat(content.inMemory()).isNull();
        assertThat(budget.take(32L * 1024 * 1024)).isTrue();
    }

    @Test
    void isServedWithoutALookForAsLongAsTheLastIsTrusted() throws IOException {
        String etag = content.open().etag();
        Files.writeString(file, "after");

        now.addAndGet(TRUST_NANOS - 1);

        assertThat(text(kept())).isEqualTo("before");
        assertThat(kept().etag()).isEqualTo(etag);
        now.incrementAndGet();
        assertThat(content.inMemory()).isNull();
    }

    @Test
    void isTrustedAgainAfterALookThatFoundItUnchanged() throws IOException {
        OpenContent first = content.open();
        letTheLookGrowOld();

        assertThat(content.inMemory()).isNull();
        assertThat(content.open()).isSameAs(first);

        assertThat(content.inMemory()).isSameAs(first);
    }

    /** Whoever looks at the same moment reads it, too; only one of them keeps it. */
    @Test
    void isKeptOnceThoughManyOpenIt() throws Exception {
        Files.write(file, new byte[(int) HeapBudget.SMALL]);
        ExecutorService openers = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Long>> all =
                    Collections.nCopies(32, () -> content.open().size());
            for (Future<Long> opened : openers.invokeAll(all, 10, TimeUnit.SECONDS)) {
                assertThat(opened.get()).isEqualTo(HeapBudget.SMALL);
            }
        } finally {
            openers.shutdownNow();
        }

        assertThat(budget.take(31L * 1024 * 1024)).isTrue();
        assertThat(budget.take(1)).isFalse();
    }

    @Test
    void isNotKeptWhereItTakesMoreThanThereIsRoomFor() throws IOException {
        assertThat(budget.take(32L * 1024 * 1024 - 8)).isTrue();
        assertThat(text(content.open())).isEqualTo("before");
        assertThat(content.inMemory()).isNotNull();

        Files.writeString(file, "much too long");
        letTheLookGrowOld();

        try (OpenContent opened = content.open()) {
            assertThat(opened).isInstanceOf(OpenFile.class);
            assertThat(text(opened)).isEqualTo("much too long");
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
    void isNeverKeptWhereNothingMayBe() throws IOException {
        FileContent far = new FileContent(file, FileStamp.of(file), null);

        assertThat(text(far.open())).isEqualTo("before");

        assertThat(far.inMemory()).isNull();
    }
}
