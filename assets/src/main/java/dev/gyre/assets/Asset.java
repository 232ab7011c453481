package dev.gyre.assets;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One file as an index knows it: where it stands, how large it is, what it is, and its validator.
 *
 * <p>Immutable. Size and validator are those of the moment it was listed; a file on disk is looked at again when it is
 * served.
 */
public final class Asset {

    private final String path;
    private final String mediaType;
    private final AssetContent content;

    /** What the content tells, or null if the name or its owner has said what it is. */
    private final @Nullable SniffedType sniffed;

    Asset(String path, AssetContent content) {
        String known = MediaTypes.byName(path);
        this.path = path;
        this.mediaType = known == null ? MediaTypes.UNKNOWN : known;
        this.content = content;
        this.sniffed = known == null ? new SniffedType() : null;
    }

    private Asset(String path, String mediaType, AssetContent content, @Nullable SniffedType sniffed) {
        this.path = path;
        this.mediaType = mediaType;
        this.content = content;
        this.sniffed = sniffed;
    }

    /**
     * An asset in memory. Its media type follows from its extension, its validator from its content.
     *
     * @param path where it stands; a missing leading slash is added
     * @param bytes its content, which is copied
     * @return the asset
     */
    public static Asset of(String path, byte[] bytes) {
        return new Asset(absolute(path), new MemoryContent(bytes.clone()));
    }

    /**
     * An asset in memory whose media type is known, whatever its name and its content say.
     *
     * @param path where it stands; a missing leading slash is added
     * @param mediaType what it is, such as {@code text/plain;charset=utf-8}
     * @param bytes its content, which is copied
     * @return the asset
     * @throws IllegalArgumentException if the media type is none
     */
    public static Asset of(String path, String mediaType, byte[] bytes) {
        MediaType declared = MediaType.parse(mediaType);
        if (declared == null) {
            throw new IllegalArgumentException("mediaType: " + mediaType + " (expected: type/subtype)");
        }
        return new Asset(absolute(path), declared.toString(), new MemoryContent(bytes.clone()), null);
    }

    private static String absolute(String path) {
        Objects.requireNonNull(path, "path");
        return path.startsWith("/") ? path : "/" + path;
    }

    /** The same file under another path; what it is does not change. */
    Asset at(String otherPath) {
        return new Asset(otherPath, mediaType, content, sniffed);
    }

    /**
     * Where it stands.
     *
     * @return the decoded path, which begins with a slash
     */
    public String path() {
        return path;
    }

    /**
     * How large it was when it was listed.
     *
     * @return bytes
     */
    public long size() {
        return content.size();
    }

    /**
     * What it is, as far as its name or its owner tells. Where they do not, its content decides when it is served.
     *
     * @return the media type, with its charset where it has one, or {@link MediaTypes#UNKNOWN}
     */
    public String mediaType() {
        return mediaType;
    }

    /** What it is, if need be by its content, which then blocks on I/O if the content does. */
    String mediaType(OpenContent opened, Scripts scripts) throws IOException {
        return sniffed == null ? mediaType : sniffed.of(opened, scripts);
    }

    /**
     * The strong validator it had when it was listed.
     *
     * @return an entity tag with its quotes
     */
    public String etag() {
        return content.etag();
    }

    AssetContent content() {
        return content;
    }

    @Override
    public String toString() {
        return path + " (" + mediaType + ", " + size() + " bytes)";
    }
}
