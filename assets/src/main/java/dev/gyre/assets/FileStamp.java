package dev.gyre.assets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What tells one state of a file from another: size, time of the last write, and which file it is.
 *
 * @param size bytes
 * @param modified nanoseconds since the epoch
 * @param key the file's identity (device and inode), or null where the file system has none
 */
record FileStamp(long size, long modified, @Nullable Object key) {

    /**
     * File systems stamp writes with a clock that ticks every 1 to 10 ms; two writes within one tick look like one.
     * Only after this long does a stamp tell of every later write. The rest is room for a writer that was stopped in the
     * middle of a write, whose stamp is that of its beginning; one that stops for longer should replace the file at once
     * instead, for no reader can tell a file that is half written from one that is done.
     */
    private static final Duration TICK = Duration.ofMillis(50);

    /** Fails if it is no file: a pipe that took its place would never be opened, and its opener never come back. */
    static FileStamp of(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new IOException("no longer a file");
        }
        return of(attributes);
    }

    static FileStamp of(BasicFileAttributes attributes) {
        return new FileStamp(
                attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS), attributes.fileKey());
    }

    /** The state of a file whose clock has ticked since: for that, blocks for some milliseconds if it was only just written. */
    static FileStamp settled(Path file) throws IOException {
        FileStamp stamp = of(file);
        long unsettled = stamp.unsettledFor(Clock.systemUTC()).toNanos();
        if (unsettled > 0) {
            LockSupport.parkNanos(unsettled);
        }
        return stamp;
    }

    /** The strong validator of a file in this state. */
    String etag() {
        return '"'
                + Long.toHexString(size)
                + '-'
                + Long.toHexString(modified)
                + '-'
                + Integer.toHexString(Objects.hashCode(key))
                + '"';
    }

    /** Whether both are the same file; false where the file system cannot tell. */
    boolean isSameFileAs(FileStamp other) {
        return key != null && key.equals(other.key);
    }

    /** Written out: what the compiler makes for a record costs 50 ms when it is first called, at the start of everything. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileStamp stamp
                && size == stamp.size
                && modified == stamp.modified
                && Objects.equals(key, stamp.key);
    }

    @Override
    public int hashCode() {
        return Objects.hash(size, modified, key);
    }

    /** How long until the file's clock has certainly ticked since its last write; zero or less if it has. */
    Duration unsettledFor(Clock clock) {
        Instant written = Instant.EPOCH.plusNanos(modified);
        Duration age = Duration.between(written, clock.instant());
        return age.isNegative() ? Duration.ZERO : TICK.minus(age);
    }
}
