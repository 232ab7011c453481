package dev.gyre.assets;

import java.io.Closeable;
import java.io.IOException;

/** The bytes of an asset at the moment they were opened, with the size and the validator they have now. */
interface OpenContent extends Closeable {

    long size();

    String etag();

    /** A part of the bytes; from here on the body owns what was opened. Called once at most. */
    AssetBody body(long start, long length) throws IOException;
}
