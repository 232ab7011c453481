package dev.gyre.assets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * An open file and the part of it that is being read.
 *
 * <p>Before the last bytes are handed out the file is looked at once more. Written to since it was opened: the read
 * fails. Replaced or deleted: what is open is still the old file, whole, and is delivered.
 */
final class OpenFile implements OpenContent, AssetBody {

    private final Path file;
    private final FileStamp opened;
    private final FileChannel channel;
    private long position;
    private long end;
    private long length;

    OpenFile(Path file, FileStamp opened, FileChannel channel) {
        this.file = file;
        this.opened = opened;
        this.channel = channel;
    }

    @Override
    public long size() {
        return opened.size();
    }

    @Override
    public String etag() {
        return opened.etag();
    }

    @Override
    public AssetBody body(long start, long length) {
        this.position = start;
        this.length = length;
        this.end = start + length;
        return this;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean isInMemory() {
        return false;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (position == end) {
            return -1;
        }
        int limit = target.limit();
        target.limit((int) Math.min(limit, target.position() + end - position));
        int count = channel.read(target, position);
        target.limit(limit);
        if (count < 0) {
            throw new IOException("file was truncated while it was read");
        }
        position += count;
        if (position == end) {
            requireUnchanged();
        }
        return count;
    }

    private void requireUnchanged() throws IOException {
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
