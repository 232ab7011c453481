package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of bytes of a message that is being read. Where a declared type wants bytes the frame has the number of a
 * piece, or base64 text; see PROTOCOL.md.
 */
final class Pieces {

    /** Under which a reader has them. */
    static final Object KEY = Pieces.class;

    private final byte[] message;

    /** Where each piece begins, and after the last where the message ends. */
    private final List<Integer> starts;

    private Pieces(byte[] message, List<Integer> starts) {
        this.message = message;
        this.starts = starts;
    }

    /**
     * Reads the table of pieces, whose opening bracket is the current token.
     *
     * @param from where the first piece begins in the message
     * @param to where the message ends
     */
    static Pieces read(JsonParser parser, byte[] message, int from, int to) throws IOException {
        List<Integer> starts = new ArrayList<>();
        long at = from;
        while (parser.nextToken() == JsonToken.START_ARRAY) {
            starts.add((int) at);
            long length = parser.nextLongValue(-1);
            // Not by their sum: lengths that overflow it would name bytes outside the message.
            if (length < 0 || length > to - at) {
                throw new JsonParseException(parser, "piece: " + length + " bytes (expected: those that follow)");
            }
            at += length;
            skipRow(parser);
        }
        if (parser.currentToken() != JsonToken.END_ARRAY || at != to) {
            throw new JsonParseException(parser, "pieces: " + (at - from) + " bytes (expected: " + (to - from) + ")");
        }
        starts.add(to);
        return new Pieces(message, starts);
    }

    private static void skipRow(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == null || parser.currentToken().isStructStart()) {
                throw new JsonParseException(parser, "piece: not a row of steps (expected: indexes and names)");
            }
        }
    }

    /** A copy of a piece, or null if there is none of that number. */
    byte @Nullable [] piece(long number) {
        return number < 0 || number >= starts.size() - 1
                ? null
                : Arrays.copyOfRange(message, starts.get((int) number), starts.get((int) number + 1));
    }

    /** Lets every declared {@code byte[]} and {@link ByteBuffer} be read. */
    static SimpleModule module() {
        return new SimpleModule("gyre-bytes")
                .addDeserializer(byte[].class, new ArrayReader())
                .addDeserializer(ByteBuffer.class, new BufferReader());
    }

    private static byte[] bytes(JsonParser parser, DeserializationContext context, Class<?> wanted) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && context.getAttribute(KEY) instanceof Pieces pieces) {
            byte[] piece = pieces.piece(parser.getLongValue());
            if (piece != null) {
                return piece;
            }
        } else if (parser.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT
                && parser.getEmbeddedObject() instanceof byte[] embedded) { // of a tree that has them already
            return embedded;
        } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
            try {
                return parser.getBinaryValue(context.getBase64Variant());
            } catch (StreamReadException notBase64) {
                return (byte[]) context.handleWeirdStringValue(wanted, parser.getText(), "not base64");
            }
        }
        return (byte[]) context.handleUnexpectedToken(wanted, parser);
    }

    private static final class ArrayReader extends StdScalarDeserializer<byte[]> {

        private static final long serialVersionUID = 1L;

        ArrayReader() {
            super(byte[].class);
        }

        @Override
        public byte[] deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return bytes(parser, context, byte[].class);
        }
    }

    private static final class BufferReader extends StdScalarDeserializer<ByteBuffer> {

        private static final long serialVersionUID = 1L;

        BufferReader() {
            super(ByteBuffer.class);
        }

        @Override
        public ByteBuffer deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return ByteBuffer.wrap(bytes(parser, context, ByteBuffer.class));
        }
    }
}
