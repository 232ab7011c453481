package dev.gyre.demo;

import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The changes of one round, each once and bounded. */
final class ChangeBatch {

    /** More than a person reads in a round; what is beyond is counted. */
    static final int MAX_CHANGES = 100;

    private final Path root;
    private final long at = System.currentTimeMillis();
    private final Set<FileChange> changes = new LinkedHashSet<>();
    private int skipped;
    private boolean overflow;

    ChangeBatch(Path root) {
        this.root = root;
    }

    void add(FileChange.Kind kind, Path path) {
        FileChange change =
                new FileChange(at, kind, root.relativize(path).toString().replace(File.separatorChar, '/'));
        if (changes.size() < MAX_CHANGES) {
            changes.add(change);
        } else if (!changes.contains(change)) {
            skipped++;
        }
    }

    void overflow() {
        overflow = true;
    }

    boolean isEmpty() {
        return changes.isEmpty() && !overflow;
    }

    FileChanges with(DirectoryWatch.Coverage coverage) {
        return new FileChanges(List.copyOf(changes), skipped, overflow, coverage.directories(), coverage.limited());
    }
}
