package dev.gyre.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file as it grows. A file that shrinks is read again from its beginning; one that is replaced is read to its
 * end before the new one is opened. A file that is not there is waited for. Not thread-safe.
 */
final class LogTail implements AutoCloseable {

    /** What one read takes at most: 20 reads a second follow 20 MiB/s. */
    static final int READ = 1 << 20;

    /** How far it may fall behind before it jumps to the end; also how much of an old file it begins with. */
    static final int BEHIND = 8 * READ;

    /** How many reads find nothing new before one asks whether the name stands for another file: it costs most. */
    static final int LOOK_EVERY = 5;

    private final Path file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);
    private final LineSplitter splitter = new LineSplitter();
    private @Nullable FileChannel channel;
    private long quietReads;
    private @Nullable Object identity;
    private long position;
    private long lost;

    LogTail(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /**
     * Reads what is new, up to the bound of one read.
     *
     * @throws IOException if it cannot be read; the next read tries again
     */
    void read(Consumer<String> lines) throws IOException {
        if (channel == null && !open()) {
            return;
        }
        if (readFrom(Objects.requireNonNull(channel), lines) == 0) {
            lookForReplacement();
        }
    }

    private void lookForReplacement() throws IOException {
        if (++quietReads % LOOK_EVERY == 0 && isReplaced()) {
            close();
            splitter.restart(false);
        }
    }

    /** Bytes it jumped over since this was called last. */
    long takeLost() {
        long taken = lost;
        lost = 0;
        return taken;
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    private boolean open() throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        boolean first = identity == null;
        identity = identity();
        channel = FileChannel.open(file, StandardOpenOption.READ);
        position = 0;
        if (first) {
            beginNearEnd(channel.size());
        }
        return true;
    }

    /** An old log begins with its last lines; what stands before them was never asked for, so it is not lost. */
    private void beginNearEnd(long size) {
        if (size > BEHIND) {
            position = size - BEHIND;
            splitter.restart(true);
        }
    }

    private long readFrom(FileChannel open, Consumer<String> lines) throws IOException {
        long size = open.size();
        if (size < position) {
            position = 0;
            splitter.restart(false);
        }
        if (size - position > 2L * BEHIND) {
            lost += size - BEHIND - position;
            position = size - BEHIND;
            splitter.restart(true);
        }
        long end = Math.min(size, position + READ);
        long begin = position;
        while (position < end && readOnce(open, lines)) {
            // Each pass takes what the buffer holds.
        }
        return position - begin;
    }

    private boolean readOnce(FileChannel open, Consumer<String> lines) throws IOException {
        buffer.clear();
        int count = open.read(buffer, position);
        if (count <= 0) {
            return false;
        }
        position += count;
        splitter.split(buffer.flip(), lines);
        return true;
    }

    private boolean isReplaced() throws IOException {
        return Files.exists(file) && !Objects.equals(identity(), identity);
    }

    /** What tells one file from another of the same name: an inode, or where there is none, when it was made. */
    private Object identity() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Object key = attributes.fileKey();
        return key != null ? key : attributes.creationTime();
    }
}
