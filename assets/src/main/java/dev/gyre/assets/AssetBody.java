package dev.gyre.assets;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bytes of one response, read once from first to last.
 *
 * <p>It never delivers a wrong whole: the read that would deliver the last byte fails instead if the file behind it
 * changed meanwhile, so a transport that aborts when a read fails has never completed a wrong response. Not
 * thread-safe, but it may wander from thread to thread; must be closed.
 */
public interface AssetBody extends Closeable {

    /**
     * How many bytes it delivers.
     *
     * @return bytes in all
     */
    long length();

    /**
     * Whether reading needs no I/O, so that any thread may do it.
     *
     * @return true if all bytes are in memory
     */
    boolean isInMemory();

    /**
     * Reads the next bytes; blocks on I/O unless {@link #isInMemory()}.
     *
     * @param target where they go; must have room
     * @return how many were read, or -1 when all were delivered
     * @throws IOException if they could not be read, or are no longer those that were announced
     */
    int read(ByteBuffer target) throws IOException;

    @Override
    void close();
}
