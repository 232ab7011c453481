package dev.gyre.demo;

import dev.gyre.event.EventType;
import java.util.List;

/**
 * What happened in the watched tree since the last round, and how much of the tree is watched.
 *
 * @param changes each change once, in the order noticed
 * @param skipped changes there was no room for
 * @param overflow whether the operating system lost changes
 * @param directories how many directories are watched
 * @param limited whether some had to be left out
 */
public record FileChanges(List<FileChange> changes, int skipped, boolean overflow, int directories, boolean limited) {

    /** Published when something happened, also when more directories are watched than before. */
    public static final EventType<FileChanges> TYPE = EventType.of("monitor.files", FileChanges.class);
}
