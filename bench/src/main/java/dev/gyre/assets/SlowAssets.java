package dev.gyre.assets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Files that take their time to be opened, as those on a network do, and tell who read them and when, for benchmarks. They
 * are never in memory, and cannot be handed to the system whole.
 */
public final class SlowAssets {

    private static final String LOOP = "gyre-assets-loop";

    private final AssetSource files;
    private final Duration delay;
    private final LongAdder heldNanos = new LongAdder();
    private final LongAdder lateReads = new LongAdder();
    private final LongAdder bytesRead = new LongAdder();
    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();

    /**
     * Wraps files.
     *
     * @param files the files
     * @param delay what opening one takes more
     */
    public SlowAssets(AssetSource files, Duration delay) {
        this.files = files;
        this.delay = delay;
    }

    /**
     * The slow files.
     *
     * @return the source
     */
    public AssetSource source() {
        return () -> files.assets().stream()
                .map(file -> new Asset(
                        file.path(), file.mediaType(), Map.of(ContentEncoding.IDENTITY, new Slow(file.content()))))
                .toList();
    }

    /**
     * How long event loops were opening and reading.
     *
     * @return nanoseconds
     */
    public long heldNanos() {
        return heldNanos.sum();
    }

    /**
     * How often a body was read that had been given up before.
     *
     * @return the count
     */
    public long lateReads() {
        return lateReads.sum();
    }

    /**
     * What was read.
     *
     * @return bytes
     */
    public long bytesRead() {
        return bytesRead.sum();
    }

    /**
     * How many bodies are read or will be.
     *
     * @return the count; 0 when all were closed
     */
    public long open() {
        return opened.sum() - closed.sum();
    }

    private void hold(long began) {
        if (Thread.currentThread().getName().startsWith(LOOP)) {
            heldNanos.add(System.nanoTime() - began);
        }
    }

    private final class Slow implements AssetContent {

        private final AssetContent file;

        Slow(AssetContent file) {
            this.file = file;
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public String etag() {
            return file.etag();
        }

        @Override
        public @Nullable OpenContent inMemory() {
            return null;
        }

        @Override
        public OpenContent open() throws IOException {
            long began = System.nanoTime();
            LockSupport.parkNanos(delay.toNanos());
            try {
                return new Opened(file.open());
            } finally {
                hold(began);
            }
        }
    }

    private final class Opened implements OpenContent {

        private final OpenContent file;

        Opened(OpenContent file) {
            this.file = file;
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public String etag() {
            return file.etag();
        }

        @Override
        public void prefix(ByteBuffer target) throws IOException {
            file.prefix(target);
        }

        @Override
        public AssetBody body(long start, long length) throws IOException {
            return new Body(file.body(start, length));
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private final class Body implements AssetBody {

        private final AssetBody file;
        private volatile boolean isClosed;

        Body(AssetBody file) {
            this.file = file;
            opened.increment();
        }

        @Override
        public long length() {
            return file.length();
        }

        @Override
        public boolean isInMemory() {
            return false;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (isClosed) {
                lateReads.increment();
            }
            long began = System.nanoTime();
            int count = file.read(target);
            bytesRead.add(Math.max(0, count));
            hold(began);
            return count;
        }

        @Override
        public void close() {
            if (!isClosed) {
                isClosed = true;
                closed.increment();
            }
            file.close();
        }
    }
}
