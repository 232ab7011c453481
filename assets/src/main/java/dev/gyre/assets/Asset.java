package dev.gyre.assets;

import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

    /** By encoding, with that of the content as it is; shared by all paths of a content, and never written to. */
    private final Map<ContentEncoding, AssetContent> forms;

    Asset(String path, AssetContent content) {
        this(path, MediaTypes.ofPath(path), Map.of(ContentEncoding.IDENTITY, content));
    }

    /** The forms must have the content as it is. */
    Asset(String path, String mediaType, Map<ContentEncoding, AssetContent> forms) {
        this.path = path;
        this.mediaType = mediaType;
        this.content = Objects.requireNonNull(forms.get(ContentEncoding.IDENTITY), "identity");
        this.forms = forms;
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
        return new Asset(otherPath, mediaType, forms);
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

    /**
     * The encodings that its bytes are ready in.
     *
     * @return identity, and those of a bundle that gain by them
     */
    public Set<ContentEncoding> encodings() {
        return EnumSet.copyOf(forms.keySet());
    }

    /**
     * How many bytes it is in an encoding.
     *
     * @param encoding one of {@link #encodings()}
     * @return bytes
     * @throws IllegalArgumentException if it has no such encoding
     */
    public long size(ContentEncoding encoding) {
        AssetContent form = forms.get(encoding);
        if (form == null) {
            throw new IllegalArgumentException("encoding: " + encoding + " (expected: one of " + encodings() + ")");
        }
        return form.size();
    }

    Map<ContentEncoding, AssetContent> forms() {
        return forms;
    }

    AssetContent content() {
        return content;
    }

    @Nullable
    AssetContent content(ContentEncoding encoding) {
        return forms.get(encoding);
    }

    @Override
    public String toString() {
        return path + " (" + mediaType + ", " + size() + " bytes)";
    }
}
