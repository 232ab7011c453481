package dev.gyre.ipc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads a binary message of the runtime as a page does, which knows no types: by the steps in its head, see PROTOCOL.md. */
final class PieceTree {

    private PieceTree() {}

    /** The frame of a binary message, with the pieces in their places. */
    static JsonNode read(ObjectMapper mapper, byte[] message) throws IOException {
        int head = ByteBuffer.wrap(message).getInt();
        JsonNode parts = mapper.readTree(message, Integer.BYTES, head);
        int at = Integer.BYTES + head;
        for (JsonNode row : parts.path(0)) {
            int length = row.path(0).asInt();
            put(parts.path(1), row, BinaryNode.valueOf(Arrays.copyOfRange(message, at, at + length)));
            at += length;
        }
        return parts.path(1);
    }

    private static void put(JsonNode frame, JsonNode row, BinaryNode piece) {
        JsonNode owner = frame;
        for (int i = 1; i < row.size() - 1; i++) {
            owner = row.path(i).isInt()
                    ? owner.path(row.path(i).asInt())
                    : owner.path(row.path(i).asText());
        }
        JsonNode last = row.path(row.size() - 1);
        if (last.isInt()) {
            ((ArrayNode) owner).set(last.asInt(), piece);
        } else {
            ((ObjectNode) owner).set(last.asText(), piece);
        }
    }
}
