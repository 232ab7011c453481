package dev.gyre.assets;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Opened bytes that can be read from anywhere, in any order: only of these can there be several ranges. */
interface SeekableContent extends OpenContent {

    /** Reads up to the target's limit from a place on; negative at the end. */
    int read(ByteBuffer target, long from) throws IOException;

    /** Fails if what was read is not, or may not be, what was opened. */
    void requireUnchanged() throws IOException;

    /** Whether reading needs no I/O. */
    boolean isInMemory();

    @Override
    void close();
}
