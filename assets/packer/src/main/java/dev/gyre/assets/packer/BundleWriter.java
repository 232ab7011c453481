package dev.gyre.assets.packer;

import dev.gyre.assets.BundleFormat;
import dev.gyre.assets.ContentEncoding;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/** Writes one bundle from its first byte to its last, in the format that {@code BUNDLE.md} tells. */
final class BundleWriter implements Closeable {

    private static final byte[] NOT_THERE = {};

    private final OutputStream out;

    /** Of the header and the index; blobs have their own. */
    private final CRC32 checksum = new CRC32();

    private final ByteArrayOutputStream contentRecords = new ByteArrayOutputStream();
    private final DataOutputStream records = new DataOutputStream(contentRecords);
    private int contents;
    private long position = BundleFormat.HEADER_BYTES;

    /** Writes the header. The stream belongs to the writer from here on. */
    BundleWriter(OutputStream out) throws IOException {
        this.out = out;
        writeChecked(ByteBuffer.allocate(BundleFormat.HEADER_BYTES)
                .putLong(BundleFormat.MAGIC)
                .putInt(BundleFormat.VERSION)
                .array());
    }

    /** Writes the blobs of a content, as it is and packed. */
    void add(Forms forms) throws IOException {
        records.write(forms.content().hash());
        addFile(forms.content());
        addBlob(forms.packed().getOrDefault(ContentEncoding.GZIP, NOT_THERE));
        addBlob(forms.packed().getOrDefault(ContentEncoding.BROTLI, NOT_THERE));
        contents++;
    }

    private void addFile(Inventory.Content content) throws IOException {
        CRC32 crc = new CRC32();
        try (DigestInputStream digested =
                        new DigestInputStream(Files.newInputStream(content.file()), Inventory.sha256());
                InputStream in = new CheckedInputStream(digested, crc)) {
            long length = in.transferTo(out);
            requireUnchanged(content, digested.getMessageDigest().digest());
            addRecord(length, crc);
        }
    }

    private static void requireUnchanged(Inventory.Content content, byte[] hash) {
        if (!Arrays.equals(hash, content.hash())) {
            throw new PackerException("file: " + content.file() + " (expected: one that does not change meanwhile)");
        }
    }

    private void addBlob(byte[] blob) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(blob);
        out.write(blob);
        addRecord(blob.length, crc);
    }

    private void addRecord(long length, CRC32 crc) throws IOException {
        position += length;
        records.writeLong(position);
        records.writeInt((int) crc.getValue());
    }

    /** Writes index and footer. */
    void finish(List<Inventory.Entry> entries) throws IOException {
        byte[] index = index(entries);
        if (index.length > BundleFormat.MAX_INDEX_BYTES) {
            throw new PackerException(
                    "index: " + index.length + " bytes (expected: at most " + BundleFormat.MAX_INDEX_BYTES + ")");
        }
        writeChecked(index);
        writeChecked(ByteBuffer.allocate(BundleFormat.FOOTER_CHECKED_BYTES)
                .putLong(position)
                .putInt(index.length)
                .array());
        out.write(ByteBuffer.allocate(BundleFormat.FOOTER_BYTES - BundleFormat.FOOTER_CHECKED_BYTES)
                .putInt((int) checksum.getValue())
                .putLong(BundleFormat.END_MAGIC)
                .array());
    }

    private byte[] index(List<Inventory.Entry> entries) throws IOException {
        Map<String, Integer> mediaTypes = new LinkedHashMap<>();
        entries.forEach(entry -> mediaTypes.putIfAbsent(entry.mediaType(), mediaTypes.size()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream index = new DataOutputStream(bytes);
        index.writeShort(mediaTypes.size());
        index.writeInt(contents);
        index.writeInt(entries.size());
        for (String mediaType : mediaTypes.keySet()) {
            index.writeByte(mediaType.length());
            index.write(mediaType.getBytes(StandardCharsets.US_ASCII));
        }
        contentRecords.writeTo(index);
        ByteArrayOutputStream texts = new ByteArrayOutputStream();
        for (Inventory.Entry entry : entries) {
            texts.writeBytes(Inventory.utf8(entry.path()));
            index.writeInt(texts.size());
            index.writeShort(mediaTypes.getOrDefault(entry.mediaType(), 0));
            index.writeInt(entry.content());
        }
        texts.writeTo(index);
        return bytes.toByteArray();
    }

    private void writeChecked(byte[] bytes) throws IOException {
        checksum.update(bytes);
        out.write(bytes);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
