package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Bundles as no packer would write them: every number is the caller's, and all checksums hold. */
final class BundleBuilder {

    /** A form that a content does not have. */
    static final byte[] NOT_THERE = {};

    /** Longer ago than a file's clock takes to tick, so that no test waits for it. */
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    private final ByteArrayOutputStream blobs = new ByteArrayOutputStream();
    private final ByteArrayOutputStream mediaTypes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream contents = new ByteArrayOutputStream();
    private final ByteArrayOutputStream paths = new ByteArrayOutputStream();
    private final ByteArrayOutputStream texts = new ByteArrayOutputStream();
    private int mediaTypeCount;
    private int contentCount;
    private int pathCount;

    /** A bundle of one content. */
    static byte[] of(String path, String mediaType, byte[] bytes) {
        return new BundleBuilder()
                .mediaType(mediaType)
                .content(bytes)
                .path(path, 0, 0)
                .build();
    }

    static Path write(Path file, byte[] bundle) throws IOException {
        Files.write(file, bundle);
        return Files.setLastModifiedTime(file, LONG_AGO);
    }

    BundleBuilder mediaType(String mediaType) {
        byte[] bytes = mediaType.getBytes(UTF_8);
        mediaTypeCount++;
        return to(mediaTypes, out -> {
            out.writeByte(bytes.length);
            out.write(bytes);
        });
    }

    BundleBuilder content(byte[] bytes) {
        return content(bytes, NOT_THERE, NOT_THERE);
    }

    /** A content with packed forms, which need not be packed at all. */
    BundleBuilder content(byte[] bytes, byte[] gzip, byte[] brotli) {
        contentCount++;
        to(contents, out -> out.write(MemoryContent.sha256().digest(bytes)));
        Stream.of(bytes, gzip, brotli).forEach(this::blob);
        return this;
    }

    private void blob(byte[] bytes) {
        blobs.writeBytes(bytes);
        to(contents, out -> {
            out.writeLong(BundleFormat.HEADER_BYTES + blobs.size());
            out.writeInt((int) crc(bytes));
        });
    }

    BundleBuilder path(String path, int mediaType, int content) {
        return path(path.getBytes(UTF_8), mediaType, content);
    }

    BundleBuilder path(byte[] path, int mediaType, int content) {
        pathCount++;
        texts.writeBytes(path);
        return to(paths, out -> {
            out.writeInt(texts.size());
            out.writeShort(mediaType);
            out.writeInt(content);
        });
    }

    byte[] build() {
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        to(index, out -> {
            out.writeShort(mediaTypeCount);
            out.writeInt(contentCount);
            out.writeInt(pathCount);
            mediaTypes.writeTo(out);
            contents.writeTo(out);
            paths.writeTo(out);
            texts.writeTo(out);
        });
        int start = BundleFormat.HEADER_BYTES + blobs.size();
        ByteBuffer bundle = ByteBuffer.allocate(start + index.size() + BundleFormat.FOOTER_BYTES)
                .putLong(BundleFormat.MAGIC)
                .putInt(BundleFormat.VERSION)
                .put(blobs.toByteArray())
                .put(index.toByteArray())
                .putLong(start)
                .putInt(index.size())
                .putInt(0)
                .putLong(BundleFormat.END_MAGIC);
        return seal(bundle.array());
    }

    /** Makes the checksum of a changed index hold; does nothing where the footer leads nowhere. */
    static byte[] seal(byte[] bundle) {
        ByteBuffer bytes = ByteBuffer.wrap(bundle);
        int footer = bundle.length - BundleFormat.FOOTER_BYTES;
        long start = bytes.getLong(footer);
        if (start >= 0 && start <= footer) {
            CRC32 crc = new CRC32();
            crc.update(bundle, 0, BundleFormat.HEADER_BYTES);
            crc.update(bundle, (int) start, footer - (int) start + BundleFormat.FOOTER_CHECKED_BYTES);
            bytes.putInt(footer + BundleFormat.FOOTER_CHECKED_BYTES, (int) crc.getValue());
        }
        return bundle;
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    private interface Fields {
        void write(DataOutputStream out) throws IOException;
    }

    private BundleBuilder to(ByteArrayOutputStream part, Fields fields) {
        try {
            fields.write(new DataOutputStream(part));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return this;
    }
}
