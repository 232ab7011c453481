package dev.gyre.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.event.EventBus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryWatchTest {

    @TempDir
    Path root;

    private final EventBus bus = EventBus.create();
    private final List<FileChanges> heard = new CopyOnWriteArrayList<>();
    private DirectoryWatch watch;

    @BeforeEach
    void create() throws IOException {
        bus.on(FileChanges.TYPE, heard::add);
        watch = new DirectoryWatch(bus, root);
    }

    @AfterEach
    void close() {
        watch.close();
        bus.close();
    }

    @Test
    void reportsCreationChangeAndDeletion() throws IOException {
        watch.round();
        Path file = Files.createFile(root.resolve("a.txt"));
        awaitChange(FileChange.Kind.CREATED, "a.txt");

        Files.writeString(file, "text");
        awaitChange(FileChange.Kind.MODIFIED, "a.txt");

        Files.delete(file);
        awaitChange(FileChange.Kind.DELETED, "a.txt");
    }

    @Test
    void watchesTheTreeThatIsThere() throws IOException {
        Files.createDirectories(root.resolve("a/b/c"));
        watch.round();

        Files.createFile(root.resolve("a/b/c/deep.txt"));

        awaitChange(FileChange.Kind.CREATED, "a/b/c/deep.txt");
        assertThat(watch.coverage()).isEqualTo(new DirectoryWatch.Coverage(4, false));
    }

    @Test
    void watchesDirectoriesThatComeLaterAndReportsWhatTheyHold() throws IOException {
        watch.round();
        Files.createDirectories(root.resolve("new/inner"));
        Files.createFile(root.resolve("new/inner/first.txt"));
        awaitChange(FileChange.Kind.CREATED, "new/inner/first.txt");

        Files.createFile(root.resolve("new/inner/second.txt"));

        awaitChange(FileChange.Kind.CREATED, "new/inner/second.txt");
    }

    @Test
    void passesOverHiddenDirectories() throws IOException {
        Files.createDirectories(root.resolve(".git/objects"));
        watch.round();

        Files.createFile(root.resolve(".git/objects/x"));
        Files.createFile(root.resolve("seen"));

        awaitChange(FileChange.Kind.CREATED, "seen");
        assertThat(changes()).noneMatch(change -> change.path().startsWith(".git/"));
        assertThat(watch.coverage().directories()).isEqualTo(1);
    }

    @Test
    void forgetsADirectoryThatIsDeleted() throws IOException {
        Files.createDirectory(root.resolve("sub"));
        watch.round();
        assertThat(watch.coverage().directories()).isEqualTo(2);

        Files.delete(root.resolve("sub"));

        Waits.until(() -> watch.coverage().directories() == 1, watch::round);
        awaitChange(FileChange.Kind.DELETED, "sub");
    }

    @Test
    void boundsTheChangesOfOneEventAndCountsTheRest() {
        ChangeBatch batch = new ChangeBatch(root);
        IntStream.range(0, ChangeBatch.MAX_CHANGES + 7)
                .forEach(i -> batch.add(FileChange.Kind.MODIFIED, root.resolve("file-" + i)));
        batch.add(FileChange.Kind.MODIFIED, root.resolve("file-0"));

        FileChanges changes = batch.with(watch.coverage());

        assertThat(changes.changes()).hasSize(ChangeBatch.MAX_CHANGES);
        assertThat(changes.skipped()).isEqualTo(7);
    }

    @Test
    void publishesNothingWhenNothingHappens() {
        watch.round();
        Waits.until(() -> heard.size() == 1);

        watch.round();
        watch.round();
        bus.close();

        // The one event tells that the root is watched now.
        assertThat(heard).containsExactly(new FileChanges(List.of(), 0, false, 1, false));
    }

    private void awaitChange(FileChange.Kind kind, String path) {
        Waits.until(
                () -> changes().stream()
                        .anyMatch(
                                change -> change.kind() == kind && change.path().equals(path)),
                watch::round);
    }

    private List<FileChange> changes() {
        return heard.stream().flatMap(each -> each.changes().stream()).toList();
    }
}
