package dev.gyre.assets;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file on disk that others may change at any time. Each opening looks at it again, so an edit is served, with a new
 * validator, as soon as it is written.
 */
final class FileContent implements AssetContent {

    /** A file that is being written all the time is refused rather than served torn. */
    private static final int ATTEMPTS = 4;

    private final Path file;
    private final FileStamp listed;

    /** The path must be the real one: it is opened without following a link that takes its place later. */
    FileContent(Path file, FileStamp listed) {
        this.file = file;
        this.listed = listed;
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
        return null;
    }

    @Override
    public OpenContent open() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            OpenContent opened = tryOpen();
            if (opened != null) {
                return opened;
            }
        }
        throw new IOException("file changes while it is opened");
    }

    private @Nullable OpenContent tryOpen() throws IOException {
        return OpenFile.ifStill(file, FileStamp.settled(file));
    }
}
