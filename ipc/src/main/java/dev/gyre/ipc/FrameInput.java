package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A frame that is being read: its tokens, and the pieces of bytes that came with it.
 *
 * @param parser stands within the frame
 * @param pieces the pieces of a binary message, or null
 */
record FrameInput(JsonParser parser, @Nullable Pieces pieces) {

    /** Reads the value whose first token is the current one. */
    @Nullable
    Object value(ObjectReader reader) throws IOException {
        ObjectReader bound = pieces == null ? reader : reader.withAttribute(Pieces.KEY, pieces);
        return bound.readValue(parser);
    }
}
