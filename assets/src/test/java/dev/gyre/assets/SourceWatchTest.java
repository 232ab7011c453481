package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourceWatchTest {

    private static final Duration NEVER = Duration.ofHours(1);

    /** Long enough that no pause of this machine ends a burst. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    @TempDir
    Path root;

    /** One entry for each time that something was told. */
    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

    private SourceWatch watch;

    private void start(SourceWatch.Pace pace) throws InterruptedException {
        watch = new SourceWatch(Set.of(root), pace);
        watch.start(() -> told.add("changed"));
        awaitTold();
    }

    @AfterEach
    void end() {
        if (watch != null) {
            watch.end().block(Duration.ofSeconds(10));
        }
    }

    private void awaitTold() throws InterruptedException {
        assertThat(told.poll(10, TimeUnit.SECONDS)).as("told within 10 s").isNotNull();
    }

    private void awaitSilence() throws InterruptedException {
        while (told.poll(300, TimeUnit.MILLISECONDS) != null) {
            // Still telling of what came before.
        }
    }

    private static SourceWatch.Pace fast() {
        return new SourceWatch.Pace(Duration.ofMillis(20), Duration.ofSeconds(1), NEVER);
    }

    @Test
    void tellsOfFilesThatAreMadeChangedAndDeleted() throws Exception {
        start(fast());

        Path file = Files.writeString(root.resolve("a.txt"), "a");
        awaitTold();
        Files.writeString(file, "b");
        awaitTold();
        Files.delete(file);
        awaitTold();
    }

    @Test
    void tellsOfFilesInDirectoriesThatAreNew() throws Exception {
        start(fast());

        Path deep = Files.createDirectories(root.resolve("one/two/three"));
        awaitTold();
        awaitSilence();
        Files.writeString(deep.resolve("a.txt"), "a");
        awaitTold();
    }

    @Test
    void tellsOnceOfABurst() throws Exception {
        start(new SourceWatch.Pace(QUIET, NEVER, NEVER));

        for (int i = 0; i < 100; i++) {
            Path folder = Files.createDirectories(root.resolve("folder" + i % 10));
            Files.writeString(folder.resolve("file" + i), "content");
        }
        awaitTold();

        assertThat(told.poll(2 * QUIET.toMillis(), TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void tellsOfChangesThatDoNotEnd() throws Exception {
        start(new SourceWatch.Pace(NEVER, Duration.ofMillis(200), NEVER));
        AtomicBoolean goesOn = new AtomicBoolean(true);
        Thread writer = new Thread(() -> writeWhile(goesOn), "test-writer");
        writer.start();

        awaitTold();
        awaitTold();

        goesOn.set(false);
        writer.join(10_000);
    }

    private void writeWhile(AtomicBoolean goesOn) {
        for (int i = 0; goesOn.get(); i++) {
            try {
                Files.writeString(root.resolve("log"), "line " + i);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** While the listing goes on nobody takes events, of which the system keeps 512 a directory. */
    @Test
    void tellsOfChangesAmongWhichEventsWereLost() throws Exception {
        CountDownLatch listing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        watch = new SourceWatch(Set.of(root), fast());
        watch.start(() -> {
            listing.countDown();
            awaitQuietly(goOn);
            told.add("changed");
        });
        assertThat(listing.await(10, TimeUnit.SECONDS)).isTrue();
        Path folder = Files.createDirectory(root.resolve("folder"));
        for (int i = 0; i < 2_000; i++) {
            Files.writeString(root.resolve("file" + i), "content");
        }
        goOn.countDown();
        awaitTold();
        awaitTold();
        awaitSilence();

        Files.writeString(folder.resolve("late.txt"), "late");

        awaitTold();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void findsARootThatWasReplaced() throws Exception {
        Path real = root.resolve("web");
        Path next = Files.createDirectory(root.resolve("next"));
        Files.createDirectory(real);
        watch = new SourceWatch(
                Set.of(real), new SourceWatch.Pace(Duration.ofMillis(20), QUIET, Duration.ofMillis(20)));
        watch.start(() -> told.add("changed"));
        awaitTold();

        Files.move(real, root.resolve("old"));
        awaitTold();
        Files.move(next, real, StandardCopyOption.ATOMIC_MOVE);
        awaitTold();
        Files.writeString(real.resolve("a.txt"), "a");
        awaitTold();
    }

    @Test
    void goesOnWhenTheListingFails() throws Exception {
        watch = new SourceWatch(Set.of(root), fast());
        watch.start(() -> {
            told.add("changed");
            throw new AssetException("cannot be listed");
        });
        awaitTold();

        Files.writeString(root.resolve("a.txt"), "a");

        awaitTold();
    }

    @Test
    void passesOverHiddenDirectories() throws Exception {
        Files.createDirectories(root.resolve(".git/objects"));
        start(fast());

        Files.writeString(root.resolve(".git/objects/a"), "a");
        Files.writeString(root.resolve(".git/b"), "b");

        assertThat(told.poll(300, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void refusesADirectoryInsideAnArchive() throws IOException {
        Path jar = root.resolve("web.jar");
        try (FileSystem archive = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            Path inside = archive.getPath("/");

            assertThatThrownBy(() -> new SourceWatch(Set.of(inside), fast()))
                    .isInstanceOf(AssetException.class)
                    .hasMessage("watch: / (expected: a directory of the default file system)");
        }
    }

    @Test
    void knowsTheDirectoriesOfWhatIsMadeOfThem() {
        AssetSource source = AssetSource.overlay(
                AssetSource.memory(Map.of()), AssetSource.directory(root).at("/docs"));

        assertThat(source.directories()).isEqualTo(Set.of(root));
        assertThat(source.at("x").directories()).isEqualTo(Set.of(root));
    }
}
