package dev.gyre.assets;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of an asset at the moment they were opened, with the size and the validator they have now. */
interface OpenContent extends Closeable {

    long size();

    String etag();

    /** When it was last written to, in seconds since the epoch, or {@link HttpDate#NONE}. */
    default long lastModified() {
        return HttpDate.NONE;
    }

    /** Reads the first bytes, as many as there are and fit. Before a body is made, and without any effect on it. */
    void prefix(ByteBuffer target) throws IOException;

    /** A part of the bytes; from here on the body owns what was opened. Called once at most. */
    AssetBody body(long start, long length) throws IOException;
}
