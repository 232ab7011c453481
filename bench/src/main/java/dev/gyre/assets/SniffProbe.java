package dev.gyre.assets;

import java.nio.ByteBuffer;

/**
 * The sniffing of one connection without the connection around it, for benchmarks, which reach into this package here and in
 * {@link SlowAssets}. The application's pages are among what it may find, so that every signature is tried.
 */
public final class SniffProbe implements SniffedStream.Outlet {

    private final SniffedStream stream = new SniffedStream(Scripts.ALLOWED, this);
    private String type = "";
    private long bytes;

    /** A probe without responses. */
    public SniffProbe() {}

    /**
     * One response, whose type nobody declared: that of the one before is forgotten.
     *
     * @param parts its buffers, which are read to their ends
     * @return what it turned out to be
     */
    public String respond(ByteBuffer[] parts) {
        stream.begin(null);
        for (ByteBuffer part : parts) {
            stream.write(part);
        }
        stream.end();
        return type;
    }

    @Override
    public void begin(String mediaType) {
        type = mediaType;
    }

    @Override
    public void pass(ByteBuffer part) {
        bytes += part.remaining();
        part.position(part.limit());
    }

    /**
     * What was passed on.
     *
     * @return bytes of all responses
     */
    public long bytes() {
        return bytes;
    }

    /**
     * How often content was looked at.
     *
     * @return the count
     */
    public long sniffed() {
        return stream.sniffed();
    }
}
