package dev.gyre.assets;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where the bytes of an asset are. Thread-safe. */
interface AssetContent {

    /** The size when it was listed, in bytes. */
    long size();

    /** The strong validator when it was listed. */
    String etag();

    /** The bytes opened, if that takes no I/O; else null, and {@link #open()} must be called where blocking is allowed. */
    @Nullable
    OpenContent inMemory();

    /** Opens the bytes; blocks on I/O. What is returned must be closed, or turned into a body, which must be closed. */
    OpenContent open() throws IOException;
}
