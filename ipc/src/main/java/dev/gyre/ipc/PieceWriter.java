package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The pieces of bytes of one frame that is being encoded: kept aside, and put behind the frame in the end. */
final class PieceWriter {

    private final List<ByteBuffer> pieces = new ArrayList<>();

    /** The row of each piece in the head: its length, then the steps that lead to its place. */
    private final List<List<Object>> rows = new ArrayList<>();

    private int length;

    int count() {
        return pieces.size();
    }

    /** Bytes of all pieces. */
    int length() {
        return length;
    }

    /** Takes a piece whose number was just written; the bytes must not change before the frame is encoded. */
    void add(byte[] bytes, int offset, int count, JsonStreamContext place) {
        List<Object> row = new ArrayList<>();
        for (JsonStreamContext at = place; !at.inRoot(); at = at.getParent()) {
            row.add(at.inArray() ? (Object) at.getCurrentIndex() : at.getCurrentName());
        }
        row.add(count);
        Collections.reverse(row);
        rows.add(row);
        pieces.add(ByteBuffer.wrap(bytes, offset, count));
        length += count;
    }

    /** The binary message of a frame, see PROTOCOL.md. */
    EncodedFrame message(byte[] frame, ObjectMapper mapper) throws IOException {
        byte[] table = mapper.writeValueAsBytes(rows);
        int head = 1 + table.length + 1 + frame.length + 1;
        ByteBuffer message = ByteBuffer.allocate(Integer.BYTES + head + length);
        message.putInt(head)
                .put((byte) '[')
                .put(table)
                .put((byte) ',')
                .put(frame)
                .put((byte) ']');
        pieces.forEach(message::put);
        return EncodedFrame.binary(message.array());
    }

    void clear() {
        pieces.clear();
        rows.clear();
        length = 0;
    }
}
