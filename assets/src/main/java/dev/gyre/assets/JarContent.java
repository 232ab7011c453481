package dev.gyre.assets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a jar. Small ones are inflated once and kept, large ones streamed for each request. Every whole reading is
 * checked against the size and the checksum that the index was built with.
 */
final class JarContent implements AssetContent {

    /** What a page consists of is under this; images and films above it would crowd it out of the heap. */
    private static final long SMALL = 256 * 1024;

    /** What one listing may keep on the heap, in bytes. Beyond it entries are inflated for each request. */
    private static final long BUDGET = 32L * 1024 * 1024;

    private final Path jar;
    private final String name;
    private final long size;
    private final long crc;

    /** Bytes on the heap of all entries that were listed together. */
    private final AtomicLong keptTogether;

    /** Written by whoever read it first, with release semantics; racing readers store the same bytes. */
    private volatile @Nullable MemoryContent kept;

    JarContent(Path jar, ZipEntry entry, AtomicLong keptTogether) {
        this.jar = jar;
        this.name = entry.getName();
        this.size = entry.getSize();
        this.crc = entry.getCrc();
        this.keptTogether = keptTogether;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public String etag() {
        return String.format("\"%x-%08x\"", size, crc);
    }

    @Override
    public @Nullable OpenContent inMemory() {
        return kept;
    }

    @Override
    public OpenContent open() throws IOException {
        MemoryContent found = kept;
        if (found != null) {
            return found;
        }
        return size <= SMALL ? readAndKeep() : new OpenJarEntry(this, crc);
    }

    private MemoryContent readAndKeep() throws IOException {
        byte[] bytes;
        try (JarFile file = openJar();
                InputStream in = file.getInputStream(entryOf(file))) {
            bytes = in.readNBytes((int) size);
        }
        CRC32 actual = new CRC32();
        actual.update(bytes);
        if (bytes.length != size || actual.getValue() != crc) {
            throw new IOException("entry " + name + " is not the one that was indexed");
        }
        MemoryContent content = new MemoryContent(bytes, etag());
        keep(content);
        return content;
    }

    private synchronized void keep(MemoryContent content) {
        if (kept == null && keptTogether.addAndGet(size) <= BUDGET) {
            kept = content;
        } else if (kept == null) {
            keptTogether.addAndGet(-size);
        }
    }

    JarFile openJar() throws IOException {
        return new JarFile(jar.toFile(), false);
    }

    ZipEntry entryOf(JarFile file) throws IOException {
        ZipEntry entry = file.getEntry(name);
        if (entry == null || entry.getSize() != size) {
            throw new IOException("entry " + name + " is not the one that was indexed");
        }
        return entry;
    }
}
