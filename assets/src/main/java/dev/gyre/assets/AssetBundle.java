package dev.gyre.assets;

import static dev.gyre.assets.BundleFormat.END_MAGIC;
import static dev.gyre.assets.BundleFormat.FOOTER_BYTES;
import static dev.gyre.assets.BundleFormat.FOOTER_CHECKED_BYTES;
import static dev.gyre.assets.BundleFormat.HEADER_BYTES;
import static dev.gyre.assets.BundleFormat.MAGIC;
import static dev.gyre.assets.BundleFormat.MAX_INDEX_BYTES;
import static dev.gyre.assets.BundleFormat.VERSION;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;

/**
 * One file that holds all files of a page: each content once, whatever the number of its paths, as it is and packed, with
 * an index at the end. {@code gyre-assets-packer} makes it.
 *
 * <p>What is checked when: opening checks magic, version, the checksum of the index, and that it has room for what it counts,
 * which takes as long for many files as for few. What the index says of a path or a content is checked when that is asked
 * for, and a blob before its first byte is handed out, because reading all of them would make the start as slow as the
 * bundle is large. Listing checks the whole index, {@link #verify()} the blobs, too.
 *
 * <p>Immutable and thread-safe. It holds no file open: the bytes are read from the file anew, or from the heap if they are
 * few, as long as the file is the one that was opened; a file that was replaced or written to is refused from then on. It
 * is not mapped, for a mapped file that somebody cuts short ends the reader.
 */
public final class AssetBundle implements AssetSource {

    /** A bundle out of a jar is on the heap whole. This much there is a mistake; one beside the jar is read in place. */
    private static final int MAX_IN_MEMORY = 256 * 1024 * 1024;

    private final String name;
    private final BundleBytes bundle;
    private final BundleIndex index;

    private AssetBundle(String name, BundleBytes bundle) throws IOException {
        this.name = name;
        this.bundle = bundle;
        this.index = readIndex(bundle);
    }

    /**
     * Opens a bundle; blocks on I/O.
     *
     * @param file the bundle
     * @return the bundle
     * @throws AssetException if the file cannot be read, is no bundle of this version, or is damaged
     */
    public static AssetBundle open(Path file) {
        try {
            return new AssetBundle(file.toString(), BundleFile.of(file));
        } catch (IOException e) {
            throw new AssetException("bundle: " + file + " (expected: a file that can be read)", e);
        } catch (AssetException e) {
            throw refused(file.toString(), e);
        }
    }

    /** A bundle on the class path: in place if it is a file, else on the heap and checked whole. */
    static AssetBundle open(String resource, ClassLoader loader) {
        URL url = loader.getResource(resource);
        if (url == null) {
            throw new AssetException("class path bundle: " + resource + " (expected: a file on the class path)");
        }
        try {
            return url.getProtocol().equals("file") ? open(Path.of(url.toURI())) : of(resource, readAll(url));
        } catch (IOException | URISyntaxException e) {
            throw new AssetException("class path bundle: " + resource + " (expected: a file that can be read)", e);
        }
    }

    private static byte[] readAll(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        // A cached connection would keep its jar open.
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            byte[] bytes = in.readNBytes(MAX_IN_MEMORY + 1);
            if (bytes.length > MAX_IN_MEMORY) {
                throw new IOException("bytes: more than " + MAX_IN_MEMORY
                        + " (expected: at most that in a jar; put it beside the jar)");
            }
            return bytes;
        }
    }

    /** A bundle in memory, which is checked whole. The array belongs to it from here on. */
    static AssetBundle of(String name, byte[] bytes) {
        try {
            AssetBundle bundle = new AssetBundle(name, new MemoryContent(bytes, "\"" + name + "\""));
            bundle.index.paths().files();
            bundle.checkBlobs();
            return bundle;
        } catch (IOException e) {
            throw new AssetException("bundle " + name + ": " + e.getMessage(), e);
        } catch (AssetException e) {
            throw refused(name, e);
        }
    }

    private static BundleIndex readIndex(BundleBytes bundle) throws IOException {
        long size = bundle.size();
        if (size < HEADER_BYTES + FOOTER_BYTES) {
            throw Bundles.refused("size", size, "at least " + (HEADER_BYTES + FOOTER_BYTES));
        }
        try (SeekableContent opened = bundle.open()) {
            BundleIndex index = readIndex(opened, bundle);
            opened.requireUnchanged();
            return index;
        }
    }

    private static BundleIndex readIndex(SeekableContent opened, BundleBytes bundle) throws IOException {
        ByteBuffer header = Bundles.read(opened, 0, HEADER_BYTES);
        requireHeader(header);
        long size = opened.size();
        ByteBuffer footer = Bundles.read(opened, size - FOOTER_BYTES, FOOTER_BYTES);
        long start = footer.getLong();
        long length = footer.getInt() & 0xffff_ffffL;
        int checksum = footer.getInt();
        long end = footer.getLong();
        if (end != END_MAGIC) {
            throw Bundles.refused("end", hex(end), hex(END_MAGIC) + "; was it cut short?");
        }
        if (length > MAX_INDEX_BYTES) {
            throw Bundles.refused("length of the index", length, "at most " + MAX_INDEX_BYTES);
        }
        if (start < HEADER_BYTES || start != size - FOOTER_BYTES - length) {
            throw Bundles.refused("start of the index", start, "where its length ends at the footer");
        }
        ByteBuffer index = Bundles.read(opened, start, (int) length);
        ByteBuffer place = footer.position(0).limit(FOOTER_CHECKED_BYTES);
        requireChecksum(checksum, header.rewind(), index, place);
        return BundleIndex.read(index.rewind(), bundle, start);
    }

    private static void requireHeader(ByteBuffer header) {
        long magic = header.getLong();
        if (magic != MAGIC) {
            throw Bundles.refused("magic", hex(magic), hex(MAGIC));
        }
        int version = header.getInt();
        if (version != VERSION) {
            throw Bundles.refused("version", version & 0xffff_ffffL, "" + VERSION);
        }
    }

    private static void requireChecksum(int expected, ByteBuffer... parts) {
        CRC32 crc = new CRC32();
        for (ByteBuffer part : parts) {
            crc.update(part);
        }
        int actual = (int) crc.getValue();
        if (actual != expected) {
            HexFormat hex = HexFormat.of();
            throw Bundles.refused("checksum of the index", hex.toHexDigits(actual), hex.toHexDigits(expected));
        }
    }

    /** Finds files without a list of them all. */
    AssetTable table() {
        return index.paths();
    }

    /**
     * Lists every file, which checks the whole index.
     *
     * @throws AssetException if it is not as a packer writes it
     */
    @Override
    public List<Asset> assets() {
        try {
            return index.paths().files();
        } catch (AssetException e) {
            throw refused(name, e);
        }
    }

    private static AssetException refused(String name, AssetException cause) {
        return new AssetException("bundle " + name + ": " + cause.getMessage(), cause);
    }

    /**
     * Reads everything, checks the whole index and compares every checksum: those of the forms, and the address of each
     * content. Blocks on I/O.
     *
     * @throws AssetException if something is damaged or cannot be read; the message says what
     */
    public void verify() {
        assets();
        try {
            checkBlobs();
            for (int i = 0; i < index.contents().count(); i++) {
                index.contents().identity(i).requireAddress();
            }
        } catch (IOException e) {
            throw new AssetException("bundle: " + e.getMessage(), e);
        }
    }

    /** Blobs stand one after the other: one reading from the first byte to the last. */
    private void checkBlobs() throws IOException {
        BundleContents contents = index.contents();
        try (AssetBody body = bundle.open().body(HEADER_BYTES, contents.blobsEnd() - HEADER_BYTES)) {
            for (int i = 0; i < contents.count(); i++) {
                for (BundleForm form : contents.get(i).values()) {
                    form.check(body);
                }
            }
        }
    }

    /**
     * One form of an asset, checked, on the heap: for tools. Blocks on I/O.
     *
     * @param asset one of this bundle's
     * @param encoding one that it has
     * @return the bytes
     * @throws IOException if they cannot be read or are damaged
     * @throws IllegalArgumentException if the asset has no such encoding, or too many bytes for an array
     */
    public byte[] read(Asset asset, ContentEncoding encoding) throws IOException {
        Objects.requireNonNull(encoding, "encoding");
        AssetContent form = asset.content(encoding);
        if (form == null || form.size() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "encoding: " + encoding.token() + " of " + asset + " (expected: one that it has, below 2 GiB)");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) form.size());
        try (AssetBody body = form.open().body(0, form.size())) {
            Bundles.fill(body, bytes);
        }
        return bytes.array();
    }

    private static String hex(long value) {
        return HexFormat.of().toHexDigits(value);
    }
}
