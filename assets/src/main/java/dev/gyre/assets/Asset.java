package dev.gyre.assets;

import java.io.IOException;
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

    /** By encoding, with that of the content as it is. */
    private final Map<ContentEncoding, ? extends AssetContent> forms;

    /** What the content tells, or null if the name or its owner has said what it is. */
    private final @Nullable SniffedType sniffed;

    Asset(String path, AssetContent content) {
        this(path, MediaTypes.ofPath(path), Map.of(ContentEncoding.IDENTITY, content));
    }

    /** The forms must have the content as it is, which is asked for its type if neither that given nor the name tells it. */
    Asset(String path, String mediaType, Map<ContentEncoding, ? extends AssetContent> forms) {
        this(path, mediaType, forms, tellsNothing(path, mediaType) ? new SniffedType() : null);
    }

    private Asset(
            String path,
            String mediaType,
            Map<ContentEncoding, ? extends AssetContent> forms,
            @Nullable SniffedType sniffed) {
        this.path = path;
        this.mediaType = mediaType;
        this.forms = forms;
        this.sniffed = sniffed;
    }

    private static boolean tellsNothing(String path, String mediaType) {
        return mediaType.equals(MediaTypes.UNKNOWN) && MediaTypes.byName(path) == null;
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
        Map<ContentEncoding, AssetContent> forms = Map.of(ContentEncoding.IDENTITY, new MemoryContent(bytes.clone()));
        return new Asset(absolute(path), declared.toString(), forms, null);
    }

    private static String absolute(String path) {
        Objects.requireNonNull(path, "path");
        return path.startsWith("/") ? path : "/" + path;
    }

    /** The same file under another path; what it is does not change. */
    Asset at(String otherPath) {
        return new Asset(otherPath, mediaType, forms, sniffed);
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
        return content().size();
    }

    /**
     * What it is, as far as its name or its owner tells. Where they do not, its content decides when it is served.
     *
     * @return the media type, with its charset where it has one, or {@link MediaTypes#UNKNOWN}
     */
    public String mediaType() {
        return mediaType;
    }

    /** Whether it is known without a look at the content. */
    boolean isTyped() {
        return sniffed == null;
    }

    /** What it is, if need be by its content as it is, which then blocks on I/O if the content does. */
    String mediaType(OpenContent opened, Scripts scripts) throws IOException {
        return sniffed == null ? mediaType : sniffed.of(opened, scripts);
    }

    /** The same where another form is open: the content as it is is opened if it must be looked at. */
    String mediaTypeUnopened(Scripts scripts) throws IOException {
        return sniffed == null ? mediaType : sniffed.ofUnopened(content(), scripts);
    }

    /**
     * The strong validator it had when it was listed.
     *
     * @return an entity tag with its quotes
     */
    public String etag() {
        return content().etag();
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
        AssetContent form = content(encoding);
        if (form == null) {
            throw new IllegalArgumentException("encoding: " + encoding + " (expected: one of " + encodings() + ")");
        }
        return form.size();
    }

    Map<ContentEncoding, ? extends AssetContent> forms() {
        return forms;
    }

    AssetContent content() {
        return Objects.requireNonNull(content(ContentEncoding.IDENTITY), "identity");
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
