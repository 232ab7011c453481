package dev.gyre.assets;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Listens to directories, and says when what is below them has changed and come to rest.
 *
 * <p>An event says no more than that: what has changed, the listing tells that follows. So events that the system lost do
 * no harm, and directories that are new are found by the walk that comes before each listing. A root that is moved away,
 * replaced or made anew brings no event; it is looked at once a second.
 *
 * <p>It has one thread, {@code gyre-assets-watch}, on which the listener runs; {@link #end()} ends it.
 */
final class SourceWatch {

    /** Systems bound how many directories a user may watch, some at 8,192 for all programs together. */
    static final int MAX_DIRECTORIES = 4096;

    private static final String MISSING = "missing";

    private static final System.Logger LOG = System.getLogger(SourceWatch.class.getName());

    private final Set<Path> roots;
    private final Pace pace;
    private final WatchService service;
    private final Sinks.Empty<Void> ended = Sinks.empty();

    /** Which directories the roots were when they were walked last; used by the watch's thread alone. */
    private List<Object> known = List.of();

    /**
     * How changes become one.
     *
     * @param quiet for how long nothing may change until all is taken to be written; editors and bundlers pause less
     * @param longest how long that is waited for, while files change without end
     * @param lookAgain how often the roots themselves are looked at
     */
    record Pace(Duration quiet, Duration longest, Duration lookAgain) {
        static final Pace DEFAULT = new Pace(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    /**
     * A watch that does not run yet.
     *
     * @throws AssetException if the system has none to give, or the roots are on another file system
     */
    SourceWatch(Set<Path> roots, Pace pace) {
        this.roots = Set.copyOf(roots);
        this.pace = pace;
        for (Path root : roots) {
            if (root.getFileSystem() != FileSystems.getDefault()) {
                throw new AssetException("watch: " + root + " (expected: a directory of the default file system)");
            }
        }
        try {
            service = FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            throw new AssetException("watch: " + roots + " (expected: a system that can watch directories)", e);
        }
    }

    /** Begins, with a first listing: whatever changes from here on is told. */
    void start(Runnable changed) {
        Thread thread = new Thread(() -> run(changed), "gyre-assets-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Runnable changed) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                walkRoots();
                tell(changed);
                awaitChange();
            }
        } catch (ClosedWatchServiceException | InterruptedException closed) {
            LOG.log(System.Logger.Level.DEBUG, "watch of {0} ends", roots);
        } finally {
            ended.tryEmitEmpty();
        }
    }

    private static void tell(Runnable changed) {
        try {
            changed.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "what changed cannot be listed: {0}", e.toString());
        }
    }

    private void awaitChange() throws InterruptedException {
        WatchKey key = null;
        while (key == null && known.equals(identities())) {
            key = service.poll(pace.lookAgain.toNanos(), TimeUnit.NANOSECONDS);
        }
        settle(key);
    }

    private void settle(@Nullable WatchKey first) throws InterruptedException {
        long start = System.nanoTime();
        for (WatchKey key = first; key != null; ) {
            key.pollEvents();
            key.reset();
            long left = pace.longest.toNanos() - (System.nanoTime() - start);
            key = left <= 0 ? null : service.poll(Math.min(left, pace.quiet.toNanos()), TimeUnit.NANOSECONDS);
        }
    }

    private List<Object> identities() {
        return roots.stream().map(SourceWatch::identity).toList();
    }

    private static Object identity(Path root) {
        try {
            Path real = root.toRealPath();
            Object key = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
            return key != null ? key : real;
        } catch (IOException gone) {
            return MISSING;
        }
    }

    private void walkRoots() {
        known = identities();
        Registrar registrar = new Registrar();
        for (Path root : roots) {
            try {
                Files.walkFileTree(root.toRealPath(), registrar);
            } catch (IOException gone) {
                LOG.log(System.Logger.Level.WARNING, "directory {0} is not there to be watched", root);
            }
        }
    }

    /** Registers every directory that is listed; to do so twice does no harm. First the watch, then the look inside. */
    private final class Registrar extends SimpleFileVisitor<Path> {

        private int count;

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            Path name = directory.getFileName();
            if (name != null && name.toString().startsWith(".") && !known.contains(identity(directory))) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            if (++count > MAX_DIRECTORIES) {
                LOG.log(System.Logger.Level.WARNING, "{0} and what comes after it is not watched", directory);
                return FileVisitResult.TERMINATE;
            }
            try {
                directory.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "{0} is not watched: {1}", directory, e.toString());
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path gone, IOException cause) {
            return FileVisitResult.CONTINUE;
        }
    }

    /** Ends it; never blocks. The result completes when its thread has ended, if it was started. */
    Mono<Void> end() {
        try {
            service.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing failed", e);
        }
        return ended.asMono();
    }
}
