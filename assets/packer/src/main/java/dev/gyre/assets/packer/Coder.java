package dev.gyre.assets.packer;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.jcraft.jzlib.Deflater;
import com.jcraft.jzlib.JZlib;
import dev.gyre.assets.ContentEncoding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;

/** Packs and unpacks in one encoding, as tightly as it can: a bundle is packed once and served for as long as it is used. */
enum Coder {
    /** Deflate in a gzip frame whose header has no time, no name and no system. */
    GZIP(ContentEncoding.GZIP) {
        @Override
        byte[] encode(byte[] bytes) throws IOException {
            byte[] deflated = deflate(bytes);
            CRC32 crc = new CRC32();
            crc.update(bytes);
            return ByteBuffer.allocate(GZIP_HEADER.length + deflated.length + 8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(GZIP_HEADER)
                    .put(deflated)
                    .putInt((int) crc.getValue())
                    .putInt(bytes.length)
                    .array();
        }

        @Override
        InputStream decoder(InputStream encoded) throws IOException {
            return new GZIPInputStream(encoded);
        }
    },

    /** Brotli at its highest quality, with the window of 4 MiB that every browser has. */
    BROTLI(ContentEncoding.BROTLI) {
        @Override
        byte[] encode(byte[] bytes) throws IOException {
            requireBrotli();
            return Encoder.compress(bytes, Encoder.Parameters.create(QUALITY, WINDOW, Encoder.Mode.GENERIC));
        }

        @Override
        InputStream decoder(InputStream encoded) throws IOException {
            requireBrotli();
            return new BrotliInputStream(encoded);
        }
    };

    /** RFC 1952, section 2.3: magic, deflate, no flags, no time, packed slowest, unknown system. */
    private static final byte[] GZIP_HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 2, (byte) 0xff};

    /** Deflate's largest window, 2^15. */
    private static final int WINDOW_BITS = 15;

    /** The most memory that the deflater can use; less of it means more blocks. */
    private static final int MEMORY = 9;

    private static final int QUALITY = 11;
    private static final int WINDOW = 22;

    private final ContentEncoding encoding;

    Coder(ContentEncoding encoding) {
        this.encoding = encoding;
    }

    ContentEncoding encoding() {
        return encoding;
    }

    abstract byte[] encode(byte[] bytes) throws IOException;

    abstract InputStream decoder(InputStream encoded) throws IOException;

    /** Whether encoded bytes become these again. Reads no more of them than that takes, however much they would become. */
    boolean decodesTo(byte[] bytes, byte[] encoded) {
        try (InputStream decoded = decoder(new ByteArrayInputStream(encoded))) {
            return Arrays.equals(decoded.readNBytes(bytes.length + 1), bytes);
        } catch (IOException notEncoded) {
            return false;
        }
    }

    private static byte[] deflate(byte[] bytes) throws IOException {
        Deflater deflater = new Deflater(JZlib.Z_BEST_COMPRESSION, WINDOW_BITS, MEMORY, JZlib.W_NONE);
        deflater.setInput(bytes);
        ByteArrayOutputStream deflated = new ByteArrayOutputStream(bytes.length / 2 + 64);
        byte[] block = new byte[64 * 1024];
        int status = JZlib.Z_OK;
        while (status == JZlib.Z_OK) {
            deflater.setOutput(block);
            status = deflater.deflate(JZlib.Z_FINISH);
            deflated.write(block, 0, block.length - deflater.avail_out);
        }
        if (status != JZlib.Z_STREAM_END) {
            throw new IOException("deflating ended with " + status);
        }
        return deflated.toByteArray();
    }

    private static void requireBrotli() {
        if (!Brotli4jLoader.isAvailable()) {
            throw new PackerException(
                    "brotli: no native library for " + System.getProperty("os.name") + " on "
                            + System.getProperty("os.arch") + " (expected: brotli4j with one on the class path)",
                    Brotli4jLoader.getUnavailabilityCause());
        }
    }
}
