package dev.gyre.assets;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A bundle on disk. It is opened for each reading, so nothing is held between requests that an interrupt could close or
 * that an installer would find in its way; and only while it is the file that was listed.
 */
final class BundleFile implements BundleBytes {

    private final Path file;
    private final FileStamp listed;

    private BundleFile(Path file, FileStamp listed) {
        this.file = file;
        this.listed = listed;
    }

    /** The file as it is now; waits for some milliseconds if it was only just written. */
    static BundleFile of(Path path) throws IOException {
        Path real = path.toRealPath();
        return new BundleFile(real, FileStamp.settled(real));
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
    public @Nullable SeekableContent inMemory() {
        return null;
    }

    @Override
    public SeekableContent open() throws IOException {
        OpenFile opened = OpenFile.ifStill(file, listed);
        if (opened == null) {
            throw new IOException("bundle " + file + " is not the one that was listed");
        }
        return opened;
    }
}
