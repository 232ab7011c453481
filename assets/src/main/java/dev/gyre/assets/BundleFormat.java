package dev.gyre.assets;

/**
 * The numbers of the bundle format, for whoever writes bundles; {@code BUNDLE.md} beside this module tells the format.
 *
 * <p>All numbers in a bundle are unsigned and have their highest byte first.
 */
public final class BundleFormat {

    /**
     * The first eight bytes: one that no text begins with, the name, and the line ends that a transfer as text would
     * change.
     */
    public static final long MAGIC = 0x89_47_59_52_45_0d_0a_1aL;

    /** What stands after the magic, in four bytes. A reader knows one version and refuses all others. */
    public static final int VERSION = 1;

    /** Magic and version, in bytes. The blobs begin here. */
    public static final int HEADER_BYTES = 12;

    /** The last eight bytes, {@code GYRE-END}: a file that was cut short does not have them. */
    public static final long END_MAGIC = 0x47_59_52_45_2d_45_4e_44L;

    /** Where the index begins (8), its length (4), the checksum (4), and the end (8), in bytes. */
    public static final int FOOTER_BYTES = 24;

    /** How much of the footer the checksum covers, after the header and the index: where the index is. */
    public static final int FOOTER_CHECKED_BYTES = 12;

    /** The address of a content is its SHA-256, in bytes. */
    public static final int HASH_BYTES = 32;

    /** A media type, in bytes: what one byte can tell. */
    public static final int MAX_MEDIA_TYPE_BYTES = 0xff;

    /**
     * An index is read into memory whole; this is more than the largest number of files that a source may have needs, at
     * a path of 150 bytes each.
     */
    public static final int MAX_INDEX_BYTES = 128 * 1024 * 1024;

    /** As many files as a source of any kind may have. */
    public static final int MAX_FILES = AssetSources.MAX_FILES;

    private BundleFormat() {}
}
