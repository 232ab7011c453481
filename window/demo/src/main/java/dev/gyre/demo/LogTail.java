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
 * Reads a file as it grows. A file that shrinks, or was written anew and has grown past where the reading stood, is read
 * again from its beginning; one that is replaced is read to its end before the new one is opened. A file that is not
 * there is waited for. Not thread-safe.
 */
final class LogTail implements AutoCloseable {

    /** What one read takes at most: 20 reads a second follow 20 MiB/s. */
    static final int READ = 1 << 20;

    /** How far it may fall behind before it jumps to the end; also how much of an old file it begins with. */
    static final int BEHIND = 8 * READ;

    /** How many reads find nothing new before one asks whether it is another file, or was written anew: it costs most. */
    static final int LOOK_EVERY = 5;

    private final Path file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);
    private final LineSplitter splitter = new LineSplitter();
    private final Footprint footprint = new Footprint();
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
        FileChannel open = Objects.requireNonNull(channel);
        if (readFrom(open, lines) == 0 && ++quietReads % LOOK_EVERY == 0) {
            lookForAnother(open);
        }
    }

    private void lookForAnother(FileChannel open) throws IOException {
        if (isReplaced()) {
            close();
            splitter.restart(false);
        } else if (isWrittenAnew(open)) {
            beginAnew();
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
        moveTo(0);
        if (first) {
            beginNearEnd(channel.size());
        }
        return true;
    }

    /** An old log begins with its last lines; what stands before them was never asked for, so it is not lost. */
    private void beginNearEnd(long size) {
        if (size > BEHIND) {
            moveTo(size - BEHIND);
            splitter.restart(true);
        }
    }

    private int readFrom(FileChannel open, Consumer<String> lines) throws IOException {
        long size = open.size();
        if (size < position || (isFarBehind(size) && isWrittenAnew(open))) {
            beginAnew();
        }
        if (isFarBehind(size)) {
            lost += size - BEHIND - position;
            moveTo(size - BEHIND);
            splitter.restart(true);
        }
        int taken = 0;
        int count = 1;
        while (count > 0 && taken < READ && position < size) {
            count = readOnce(open, READ - taken, lines);
            taken += count;
        }
        return taken;
    }

    private boolean isFarBehind(long size) {
        return size - position > 2L * BEHIND;
    }

    /** Takes what the buffer holds, or less; what stood before is read with it, so that nothing can come between. */
    private int readOnce(FileChannel open, int atMost, Consumer<String> lines) throws IOException {
        fill(open, atMost);
        if (!footprint.passes(buffer)) {
            beginAnew();
            fill(open, atMost);
        }
        int count = buffer.remaining();
        position += count;
        footprint.take(buffer);
        splitter.split(buffer, lines);
        return count;
    }

    /** Whether something else than was read stands before the position. */
    private boolean isWrittenAnew(FileChannel open) throws IOException {
        fill(open, 0);
        return !footprint.passes(buffer);
    }

    private void fill(FileChannel open, int atMost) throws IOException {
        int kept = footprint.length();
        buffer.clear().limit(kept + Math.min(atMost, buffer.capacity() - kept));
        open.read(buffer, position - kept);
        buffer.flip();
    }

    private void beginAnew() {
        moveTo(0);
        splitter.restart(false);
    }

    /** Goes to a place of which nothing is known. */
    private void moveTo(long place) {
        position = place;
        footprint.forget();
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
