package dev.gyre.assets;

import java.io.IOException;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.jar.JarFile;
import java.util.zip.CRC32;

/**
 * A jar entry as a stream. The bytes before a range and after it are inflated too, for only the checksum of the whole
 * tells that the jar is still the one that was indexed.
 */
final class OpenJarEntry implements OpenContent, CheckedBody.Origin {

    private static final int BLOCK = 16 * 1024;

    private final JarContent content;
    private final JarFile file;
    private final PushbackInputStream in;
    private final long crc;
    private final CRC32 actual = new CRC32();
    private final byte[] block = new byte[BLOCK];
    private long after;

    OpenJarEntry(JarContent content, long crc) throws IOException {
        this.content = content;
        this.crc = crc;
        this.file = content.openJar();
        try {
            this.in = new PushbackInputStream(file.getInputStream(content.entryOf(file)), Sniffer.PREFIX);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public long size() {
        return content.size();
    }

    @Override
    public String etag() {
        return content.etag();
    }

    @Override
    public void prefix(ByteBuffer target) throws IOException {
        int count = in.readNBytes(block, 0, Math.min(Sniffer.PREFIX, target.remaining()));
        target.put(block, 0, count);
        in.unread(block, 0, count);
    }

    @Override
    public AssetBody body(long start, long length) throws IOException {
        skip(start);
        after = content.size() - start - length;
        return new CheckedBody(this, length);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = inflate(target.remaining());
        target.put(block, 0, Math.max(count, 0));
        return count;
    }

    @Override
    public void requireUnchanged() throws IOException {
        skip(after);
        if (in.read() >= 0 || actual.getValue() != crc) {
            throw new IOException("jar was replaced while it was read");
        }
    }

    private void skip(long bytes) throws IOException {
        long left = bytes;
        while (left > 0) {
            int count = inflate(left);
            if (count < 0) {
                throw new IOException("jar entry is shorter than it was");
            }
            left -= count;
        }
    }

    private int inflate(long atMost) throws IOException {
        int count = in.read(block, 0, (int) Math.min(atMost, block.length));
        actual.update(block, 0, Math.max(count, 0));
        return count;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
