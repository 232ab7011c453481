package dev.gyre.assets;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An asset in the encoding that a client gets.
 *
 * <p>What an asset is, its content as it is tells: the first bytes of a packed form are those of the packing.
 *
 * @param asset the asset
 * @param encoding the encoding
 * @param content the asset's bytes in it
 */
record AssetForm(Asset asset, ContentEncoding encoding, AssetContent content) {

    /** What a client gets that sent this {@code Accept-Encoding}, or null if it refuses every form there is. */
    static @Nullable AssetForm of(Asset asset, @Nullable String acceptEncoding) {
        ContentEncoding encoding =
                AcceptEncoding.choose(acceptEncoding, asset.forms().keySet());
        AssetContent content = encoding == null ? null : asset.forms().get(encoding);
        return encoding == null || content == null ? null : new AssetForm(asset, encoding, content);
    }

    /** The bytes opened, if neither they nor their type can take I/O; else null. */
    @Nullable
    OpenContent inMemory() {
        boolean isTyped = asset.isTyped() || asset.content().inMemory() != null;
        return isTyped ? content.inMemory() : null;
    }

    /** Blocks on I/O only if {@link #inMemory()} has nothing. */
    String mediaType(OpenContent opened, Scripts scripts) throws IOException {
        return encoding == ContentEncoding.IDENTITY
                ? asset.mediaType(opened, scripts)
                : asset.mediaTypeUnopened(scripts);
    }
}
