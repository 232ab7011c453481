package dev.gyre.demo;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import dev.gyre.event.EventBus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Watches a directory tree and publishes {@link FileChanges}.
 *
 * <p>The tree is registered a slice a round, breadth first, so that a large or slow one delays nothing else. At most
 * {@value #MAX_DIRECTORIES} directories are watched; hidden ones and links are passed over. Only the ticker's thread
 * calls {@link #round}.
 */
final class DirectoryWatch implements AutoCloseable {

    static final Duration PAUSE = Duration.ofMillis(250);

    /** Operating systems bound watches per user, some at 8,192 for all programs together. */
    static final int MAX_DIRECTORIES = 2048;

    /** A round's share of the registering: on a local disk some 5 ms. */
    private static final int DIRECTORIES_A_ROUND = 64;

    /** Of one directory: a folder of a million files must not hold the round. */
    private static final int MAX_ENTRIES = 4096;

    private final EventBus bus;
    private final Path root;
    private final WatchService watcher;
    private final Map<WatchKey, Path> watched = new HashMap<>();
    private final Deque<Pending> pending = new ArrayDeque<>();

    /** Written by rounds, read by anyone. */
    private volatile Coverage coverage = new Coverage(0, false);

    /**
     * How much of the tree is watched.
     *
     * @param directories how many
     * @param limited whether some had to be left out
     */
    record Coverage(int directories, boolean limited) {}

    /**
     * A directory to register.
     *
     * @param isNew whether it appeared while watching, so that what it holds already is news
     */
    private record Pending(Path directory, boolean isNew) {}

    /**
     * A watch on a tree.
     *
     * @throws IOException if the system gives no watch service
     */
    DirectoryWatch(EventBus bus, Path root) throws IOException {
        this.bus = bus;
        this.root = root;
        this.watcher = root.getFileSystem().newWatchService();
        pending.add(new Pending(root, false));
        bus.register(FileChanges.TYPE);
    }

    Path root() {
        return root;
    }

    Coverage coverage() {
        return coverage;
    }

    /** Registers a slice of what is pending, then publishes what happened since the last round. */
    void round() {
        ChangeBatch batch = new ChangeBatch(root);
        Coverage before = coverage;
        try {
            registerSome(batch);
            collect(batch);
        } catch (ClosedWatchServiceException closed) {
            return;
        }
        if (!batch.isEmpty() || !before.equals(coverage)) {
            bus.tryPublish(FileChanges.TYPE, batch.with(coverage));
        }
    }

    @Override
    public void close() {
        try {
            watcher.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the watch on " + root, e);
        }
    }

    private void registerSome(ChangeBatch batch) {
        for (int i = 0; i < DIRECTORIES_A_ROUND; i++) {
            Pending next = pending.poll();
            if (next == null) {
                return;
            }
            if (watched.size() >= MAX_DIRECTORIES) {
                pending.clear();
                coverage = new Coverage(watched.size(), true);
                return;
            }
            register(next, batch);
        }
    }

    private void register(Pending next, ChangeBatch batch) {
        try {
            // First the watch, then the look inside: what comes between the two is noticed twice, never missed.
            watched.put(next.directory().register(watcher, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE), next.directory());
            lookInside(next, batch);
            coverage = new Coverage(watched.size(), coverage.limited());
        } catch (IOException | DirectoryIteratorException goneOrForbidden) {
            // It is gone again, or not ours to read, or the system's watches are used up.
            coverage = new Coverage(watched.size(), true);
        }
    }

    private void lookInside(Pending looked, ChangeBatch batch) throws IOException {
        int entries = 0;
        try (DirectoryStream<Path> children = Files.newDirectoryStream(looked.directory())) {
            for (Path child : children) {
                if (++entries > MAX_ENTRIES || pending.size() >= MAX_DIRECTORIES) {
                    coverage = new Coverage(watched.size(), true);
                    return;
                }
                if (looked.isNew()) {
                    batch.add(FileChange.Kind.CREATED, child);
                }
                enqueue(child, looked.isNew());
            }
        }
    }

    private void enqueue(Path path, boolean isNew) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && !Files.isHidden(path)) {
            pending.add(new Pending(path, isNew));
        }
    }

    private void collect(ChangeBatch batch) {
        // One pass over the keys that are ready: a tree that changes without pause must not hold the round.
        for (int i = watched.size(); i > 0; i--) {
            WatchKey key = watcher.poll();
            if (key == null) {
                return;
            }
            Path directory = watched.get(key);
            key.pollEvents().forEach(event -> note(directory, event, batch));
            if (!key.reset()) {
                watched.remove(key);
                coverage = new Coverage(watched.size(), coverage.limited());
            }
        }
    }

    private void note(@Nullable Path directory, WatchEvent<?> event, ChangeBatch batch) {
        if (event.kind() == OVERFLOW) {
            batch.overflow();
            lookAgain(directory);
        } else if (directory != null && event.context() instanceof Path name) {
            Path path = directory.resolve(name);
            FileChange.Kind kind = kind(event.kind());
            batch.add(kind, path);
            if (kind == FileChange.Kind.CREATED) {
                follow(path);
            }
        }
    }

    /** Among the changes that were lost there may be new directories: registering one twice does no harm. */
    private void lookAgain(@Nullable Path directory) {
        if (directory != null) {
            pending.add(new Pending(directory, false));
        }
    }

    private void follow(Path created) {
        try {
            enqueue(created, true);
        } catch (IOException gone) {
            // Its deletion is reported like any other.
        }
    }

    private static FileChange.Kind kind(WatchEvent.Kind<?> kind) {
        if (kind == ENTRY_CREATE) {
            return FileChange.Kind.CREATED;
        }
        return kind == ENTRY_DELETE ? FileChange.Kind.DELETED : FileChange.Kind.MODIFIED;
    }
}
