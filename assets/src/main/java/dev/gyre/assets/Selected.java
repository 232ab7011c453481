package dev.gyre.assets;

import org.jspecify.annotations.Nullable;

/**
 * An asset in the encoding that a client gets.
 *
 * @param asset the asset
 * @param encoding the encoding
 * @param form the asset's bytes in it
 */
record Selected(Asset asset, ContentEncoding encoding, AssetContent form) {

    /** What a client gets that sent this {@code Accept-Encoding}, or null if it refuses every form there is. */
    static @Nullable Selected of(Asset asset, @Nullable String acceptEncoding) {
        ContentEncoding encoding =
                AcceptEncoding.choose(acceptEncoding, asset.forms().keySet());
        AssetContent form = encoding == null ? null : asset.forms().get(encoding);
        return encoding == null || form == null ? null : new Selected(asset, encoding, form);
    }

    /** Whether another client might get another form: a cache must know. */
    boolean isOneOfSeveral() {
        return asset.forms().size() > 1;
    }
}
