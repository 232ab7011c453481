package dev.gyre.assets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file on disk that others may change at any time. Each opening looks at it again, so an edit is served, with a new
 * validator, as soon as it is written.
 *
 * <p>A small one is kept in memory, and each request still looks at the file: at its size, its time and which file it is, not
 * at its bytes. On a file system of this machine that is answered from the kernel's memory in a microsecond, and done
 * wherever the request is; on any other it may take as long as a network takes, and nothing is kept.
 */
final class FileContent implements AssetContent {

    /** A file that is being written all the time is refused rather than served torn. */
    private static final int ATTEMPTS = 4;

    private final Path file;
    private final FileStamp listed;

    /** Null where nothing may be kept. */
    private final @Nullable HeapBudget budget;

    private record Kept(FileStamp stamp, MemoryContent content) {}

    /** Written under the lock, read without. */
    private volatile @Nullable Kept kept;

    /** The path must be the real one: it is opened without following a link that takes its place later. */
    FileContent(Path file, FileStamp listed, @Nullable HeapBudget budget) {
        this.file = file;
        this.listed = listed;
        this.budget = budget;
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
        try {
            return found != null && FileStamp.of(file).equals(found.stamp) ? found.content : null;
        } catch (IOException gone) {
            return null;
        }
    }

    @Override
    public OpenContent open() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FileStamp stamp = FileStamp.settled(file);
            OpenFile opened = OpenFile.ifStill(file, stamp);
            if (opened != null) {
                return keepOrPass(opened, stamp);
            }
        }
        throw new IOException("file changes while it is opened");
    }

    private OpenContent keepOrPass(OpenFile opened, FileStamp stamp) throws IOException {
        long size = stamp.size();
        if (budget == null || size > HeapBudget.SMALL || !budget.take(size)) {
            return opened;
        }
        try (AssetBody body = opened.body(0, size)) {
            ByteBuffer bytes = MemoryContent.room((int) size);
            Bundles.fill(body, bytes);
            Kept read = new Kept(stamp, new MemoryContent(bytes, stamp.etag(), opened.lastModified()));
            keep(read, budget);
            return read.content;
        } catch (IOException | RuntimeException e) {
            budget.giveBack(size);
            throw e;
        }
    }

    private synchronized void keep(Kept read, HeapBudget room) {
        Kept before = kept;
        kept = read;
        if (before != null) {
            room.giveBack(before.stamp.size());
        }
    }
}
