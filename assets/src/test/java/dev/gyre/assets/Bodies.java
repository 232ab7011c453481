package dev.gyre.assets;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads bodies in tests. */
final class Bodies {

    private Bodies() {}

    /** All that it announces; it is closed then. */
    static byte[] read(AssetBody body) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) body.length());
        while (bytes.hasRemaining()) {
            if (body.read(bytes) < 0) {
                throw new IOException("body: " + bytes.position() + " of " + body.length() + " bytes");
            }
        }
        body.close();
        return bytes.array();
    }
}
