package dev.gyre.assets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A file on disk that others may change at any time. Each opening looks at it again, so that an edit is served with a new
 * validator.
 *
 * <p>A small one is kept in memory, and is served from there, without any I/O, for as long as its last look is trusted. The
 * first request after that looks again where it may block: at the file's size, its time and which file it is, not at its
 * bytes. So for that long after a change, and no longer, the old file is served: whole, and with its own validator.
 */
final class FileContent implements AssetContent {

    /** A file that is being written all the time is refused rather than served torn. */
    private static final int ATTEMPTS = 4;

    private final Path file;
    private final FileStamp listed;

    /** Null where nothing may be kept. */
    private final @Nullable Keeping keeping;

    /**
     * How files are kept.
     *
     * @param budget what all of one listing may take together
     * @param trustNanos how long a look is trusted
     * @param ticker tells the time, in nanoseconds from anywhere
     */
    record Keeping(HeapBudget budget, long trustNanos, LongSupplier ticker) {}

    private static final class Kept {
        final FileStamp stamp;
        final MemoryContent content;

        /** When the last look began; written by any reader. */
        volatile long lookedAt;

        Kept(FileStamp stamp, MemoryContent content, long lookedAt) {
            this.stamp = stamp;
            this.content = content;
            this.lookedAt = lookedAt;
        }
    }

    /** Written under the lock, read without. */
    private volatile @Nullable Kept kept;

    /** The path must be the real one: it is opened without following a link that takes its place later. */
    FileContent(Path file, FileStamp listed, @Nullable Keeping keeping) {
        this.file = file;
        this.listed = listed;
        this.keeping = keeping;
    }

    @Override
    public long size() {
        return listed.size();
    }

    @Override
    public String etag() {
        return listed.etag();
    }

    @Override
    public @Nullable OpenContent inMemory() {
        Kept found = kept;
        if (found == null || keeping == null) {
            return null;
        }
        long age = keeping.ticker.getAsLong() - found.lookedAt;
        return age < keeping.trustNanos ? found.content : null;
    }

    @Override
    public OpenContent open() throws IOException {
        if (keeping == null) {
            return openFile();
        }
        long now = keeping.ticker.getAsLong();
        Kept found = kept;
        if (found != null && found.stamp.equals(look())) {
            found.lookedAt = now;
            return found.content;
        }
        exchange(found, null, keeping.budget);
        OpenFile opened = openFile();
        return opened.size() <= HeapBudget.SMALL && keeping.budget.take(opened.size())
                ? keep(opened, keeping.budget, now)
                : opened;
    }

    /** The state it is in, or null if there is no such file. */
    private @Nullable FileStamp look() {
        try {
            return FileStamp.of(file);
        } catch (IOException gone) {
            return null;
        }
    }

    private OpenFile openFile() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            OpenFile opened = OpenFile.ifStill(file, FileStamp.settled(file));
            if (opened != null) {
                return opened;
            }
        }
        throw new IOException("file changes while it is opened");
    }

    private OpenContent keep(OpenFile opened, HeapBudget budget, long now) throws IOException {
        long size = opened.size();
        try (AssetBody body = opened.body(0, size)) {
            ByteBuffer bytes = MemoryContent.room((int) size);
            Bundles.fill(body, bytes);
            MemoryContent content = new MemoryContent(bytes, opened.etag(), opened.lastModified());
            exchange(null, new Kept(opened.stamp(), content, now), budget);
            return content;
        } catch (IOException | RuntimeException e) {
            budget.giveBack(size);
            throw e;
        }
    }

    /** Keeps another in place of what was kept, unless someone else was faster; gives back the room of who must go. */
    private synchronized void exchange(@Nullable Kept before, @Nullable Kept after, HeapBudget budget) {
        Kept leaving = after;
        if (kept == before) {
            kept = after;
            leaving = before;
        }
        if (leaving != null) {
            budget.giveBack(leaving.stamp.size());
        }
    }
}
