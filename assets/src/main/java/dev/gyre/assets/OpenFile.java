package dev.gyre.assets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * An open file.
 *
 * <p>At the end of a body it is looked at once more. Written to since it was opened: the read fails. Replaced or deleted:
 * what is open is still the old file, whole, and is delivered.
 */
final class OpenFile implements SeekableContent, CheckedBody.Origin {

    private static final long NANOS_A_SECOND = 1_000_000_000;

    private final Path file;
    private final FileStamp opened;
    private final FileChannel channel;
    private final String etag;
    private long position;

    private OpenFile(Path file, FileStamp opened, FileChannel channel) {
        this.file = file;
        this.opened = opened;
        this.channel = channel;
        this.etag = opened.etag();
    }

    /** The file opened, or null if it is no longer in that state. The path must be the real one: no link is followed. */
    static @Nullable OpenFile ifStill(Path file, FileStamp stamp) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try {
            if (FileStamp.of(file).equals(stamp) && channel.size() == stamp.size()) {
                return new OpenFile(file, stamp, channel);
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return null;
    }

    /** The state in which it was opened. */
    FileStamp stamp() {
        return opened;
    }

    @Override
    public long size() {
        return opened.size();
    }

    @Override
    public String etag() {
        return etag;
    }

    @Override
    public long lastModified() {
        return Math.floorDiv(opened.modified(), NANOS_A_SECOND);
    }

    @Override
    public void prefix(ByteBuffer target) throws IOException {
        int at = 0;
        for (int count = 0; count >= 0 && target.hasRemaining(); at += count) {
            count = channel.read(target, at);
        }
    }

    @Override
    public AssetBody body(long start, long length) {
        position = start;
        return new CheckedBody(this, length);
    }

    @Override
    public int read(ByteBuffer target, long from) throws IOException {
        return channel.read(target, from);
    }

    @Override
    public boolean isInMemory() {
        return false;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = channel.read(target, position);
        position += Math.max(count, 0);
        return count;
    }

    @Override
    public void requireUnchanged() throws IOException {
        FileStamp now;
        try {
            now = FileStamp.of(file);
        } catch (IOException deleted) {
            now = new FileStamp(channel.size(), opened.modified(), null);
        }
        boolean intact = channel.size() == opened.size()
                && (now.equals(opened) || (opened.key() != null && !opened.isSameFileAs(now)));
        if (!intact) {
            throw new IOException("file was written to while it was read");
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
