package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.event.EventBus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server in development: what is saved is served, and told. */
final class WatchedServerTest {

    @TempDir
    Path temporary;

    private Path folder;

    private final LinkedBlockingQueue<AssetChanges> heard = new LinkedBlockingQueue<>();
    private EventBus bus;
    private AssetServer server;

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectory(temporary.resolve("web"));
        Files.writeString(folder.resolve("index.html"), "front");
        bus = EventBus.create();
        bus.on(AssetChanges.TYPE, heard::add);
        server = AssetServer.start(options ->
                options.source(AssetSource.directory(folder)).bus(bus).watch());
    }

    @AfterEach
    void stop() {
        server.close();
        bus.close();
    }

    private AssetChanges next() throws InterruptedException {
        AssetChanges changes = heard.poll(10, TimeUnit.SECONDS);
        assertThat(changes).as("heard within 10 s").isNotNull();
        return changes;
    }

    /** All paths that are told of until one of them is there. */
    private Set<String> until(String path) throws InterruptedException {
        Set<String> all = new TreeSet<>();
        while (!all.contains(path)) {
            all.addAll(next().paths());
        }
        return all;
    }

    private int status(String target) throws IOException {
        return Wire.ask(server.port(), Wire.get(server.port(), target)).status();
    }

    @Test
    void servesWhatIsNewAsSoonAsItIsTold() throws Exception {
        assertThat(status("/docs/a.txt")).isEqualTo(404);

        Files.createDirectory(folder.resolve("docs"));
        Files.writeString(folder.resolve("docs/a.txt"), "a");

        assertThat(until("/docs/a.txt")).containsExactly("/docs/a.txt");
        assertThat(status("/docs/a.txt")).isEqualTo(200);

        Files.delete(folder.resolve("docs/a.txt"));

        assertThat(next()).isEqualTo(new AssetChanges(List.of("/docs/a.txt"), 1));
        assertThat(status("/docs/a.txt")).isEqualTo(404);
    }

    @Test
    void tellsWhichFilesWereWrittenTo() throws Exception {
        Files.writeString(folder.resolve("index.html"), "other");

        assertThat(next()).isEqualTo(new AssetChanges(List.of("/index.html"), 1));
    }

    /** The listing after the other files is the first that could have told of it. */
    @Test
    void tellsNothingOfFilesThatAreNotServed() throws Exception {
        Files.writeString(folder.resolve(".index.html.swp"), "half");
        Files.writeString(folder.resolve("z.txt"), "z");

        assertThat(until("/z.txt")).containsExactly("/z.txt");
    }

    @Test
    void namesAtMostSixtyFourOfManyChanges() throws IOException {
        Path many = Files.createDirectory(folder.resolve("many"));
        AssetIndex before = AssetIndex.of(AssetSource.directory(many));
        for (int i = 0; i < 100; i++) {
            Files.writeString(many.resolve(String.format("%03d", i)), "x");
        }

        AssetChanges changes = AssetIndex.of(AssetSource.directory(many)).changesSince(before);

        assertThat(changes.count()).isEqualTo(100);
        assertThat(changes.paths())
                .isEqualTo(IntStream.range(0, AssetChanges.MAX_PATHS)
                        .mapToObj(i -> String.format("/%03d", i))
                        .toList());
    }

    @Test
    void servesTheDirectoryThatTookTheOldOnesPlace() throws Exception {
        Path next = Files.createDirectory(temporary.resolve("next"));
        Files.writeString(next.resolve("later.txt"), "later");
        Files.move(folder, temporary.resolve("old"));
        Files.move(next, folder);

        assertThat(until("/later.txt")).contains("/index.html");
        assertThat(status("/later.txt")).isEqualTo(200);
        assertThat(status("/index.html")).isEqualTo(404);
    }

    @Test
    void endsItsWatchWhenItIsClosed() throws InterruptedException {
        List<Thread> watches = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("gyre-assets-watch"))
                .toList();

        server.close(Duration.ofSeconds(1)).block(Duration.ofSeconds(10));

        assertThat(watches).isNotEmpty();
        for (Thread watch : watches) {
            watch.join(10_000);
            assertThat(watch.isAlive()).isFalse();
        }
    }
}
