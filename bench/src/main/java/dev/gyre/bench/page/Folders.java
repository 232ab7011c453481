package dev.gyre.bench.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders that a benchmark has made. */
public final class Folders {

    private Folders() {}

    /**
     * Deletes one with all that is in it, but for what cannot be deleted.
     *
     * @param folder the folder
     */
    public static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException gone) {
            System.getLogger(Folders.class.getName())
                    .log(System.Logger.Level.DEBUG, "a part of a folder was left", gone);
        }
    }
}
