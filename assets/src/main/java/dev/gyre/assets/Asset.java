package dev.gyre.assets;

import java.util.Objects;

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

    Asset(String path, AssetContent content) {
        this(path, MediaTypes.ofPath(path), content);
    }

    private Asset(String path, String mediaType, AssetContent content) {
        this.path = path;
        this.mediaType = mediaType;
        this.content = content;
    }

    /**
     * An asset in memory. Its media type follows from its extension, its validator from its content.
     *
     * @param path where it stands; a missing leading slash is added
     * @param bytes its content, which is copied
     * @return the asset
     */
    public static Asset of(String path, byte[] bytes) {
        Objects.requireNonNull(path, "path");
        return new Asset(path.startsWith("/") ? path : "/" + path, new MemoryContent(bytes.clone()));
    }

    /** The same file under another path; what it is does not change. */
    Asset at(String otherPath) {
        return new Asset(otherPath, mediaType, content);
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
     * What it is.
     *
     * @return the media type, with its charset where it has one
     */
    public String mediaType() {
        return mediaType;
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
