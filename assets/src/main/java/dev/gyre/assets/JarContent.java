package dev.gyre.assets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a jar. Small ones are inflated once and kept, large ones streamed for each request. Every whole reading is
 * checked against the size and the checksum that the index was built with.
 */
final class JarContent implements AssetContent {

    private final Path jar;
    private final String name;
    private final long size;
    private final long crc;

    /** Shared by all entries that were listed together. */
    private final HeapBudget budget;

    /** Written by whoever read it first, with release semantics; racing readers store the same bytes. */
    private volatile @Nullable MemoryContent kept;

    JarContent(Path jar, ZipEntry entry, HeapBudget budget) {
        this.jar = jar;
        this.name = entry.getName();
        this.size = entry.getSize();
        this.crc = entry.getCrc();
        this.budget = budget;
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
        return size <= HeapBudget.SMALL ? readAndKeep() : new OpenJarEntry(this, crc);
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
        if (kept == null && budget.take(size)) {
            kept = content;
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
