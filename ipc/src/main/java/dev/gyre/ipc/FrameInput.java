package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * A frame that is being read: its tokens, and the pieces of bytes that came with it.
 *
 * @param parser stands within the frame
 * @param pieces the pieces of a binary message, or null
 */
record FrameInput(JsonParser parser, @Nullable Pieces pieces) {

    /** A reader that finds the pieces. */
    ObjectReader reading(ObjectReader reader) {
        return pieces == null ? reader : reader.withAttribute(Pieces.KEY, pieces);
    }
}
