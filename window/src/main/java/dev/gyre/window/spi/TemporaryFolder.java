package dev.gyre.window.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder for what pages store, which is gone when its application is. Safe to use from any thread; each method waits for files. */
public final class TemporaryFolder implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(TemporaryFolder.class.getName());

    /** A web view that is about to end may still write while its files are deleted. */
    private static final int DELETIONS = 10;

    private final Path path;

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes one among the temporary files of the process, for its user alone.
     *
     * @param backend the backend's name, which stands in that of the folder
     * @return the folder, empty
     * @throws UncheckedIOException if it cannot be made
     */
    public static TemporaryFolder create(String backend) {
        try {
            return new TemporaryFolder(Files.createTempDirectory("gyre-" + backend + "-"));
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for what pages store", e);
        }
    }

    /**
     * Where it is.
     *
     * @return its path
     */
    public Path path() {
        return path;
    }

    /** Deletes it with all that is in it. What cannot be deleted is logged, and left. */
    @Override
    public void close() {
        @Nullable Exception kept = null;
        for (int tries = 0; tries < DELETIONS && Files.exists(path); tries++) {
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | UncheckedIOException used) {
                kept = used;
            }
        }
        if (Files.exists(path)) {
            LOG.log(System.Logger.Level.WARNING, "left behind: " + path, kept);
        }
    }
}
