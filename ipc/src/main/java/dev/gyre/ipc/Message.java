package dev.gyre.ipc;

import dev.gyre.ipc.EncodedFrame.Piece;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a transport carries at once: a frame, or a batch of several; with the bytes that belong in them, if there are any.
 * See PROTOCOL.md.
 *
 * @param bytes all of it
 * @param isBinary whether bytes are among it; else it is text in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // bytes travel as arrays, and nobody compares these
record Message(byte[] bytes, boolean isBinary) {

    private static final byte[] BATCH_HEAD = ("[" + Frame.BATCH).getBytes(StandardCharsets.US_ASCII);

    static Message of(EncodedFrame frame) {
        return of(List.of(frame));
    }

    /** Frames in a message. They are not looked at again: the list may be used for the next. */
    static Message of(List<EncodedFrame> frames) {
        boolean isSingle = frames.size() == 1;
        byte[] json = isSingle ? frames.get(0).json() : batch(frames);
        StringBuilder table = new StringBuilder();
        int pieces = 0;
        for (int i = 0; i < frames.size(); i++) {
            String batched = isSingle ? "" : "," + (i + 1);
            for (Piece piece : frames.get(i).pieces()) {
                table.append(table.isEmpty() ? "[" : ",[").append(piece.bytes().length);
                table.append(batched).append(piece.steps()).append(']');
                pieces += piece.bytes().length;
            }
        }
        return table.isEmpty() ? new Message(json, false) : binary(table, json, pieces, frames);
    }

    private static byte[] batch(List<EncodedFrame> frames) {
        int length = BATCH_HEAD.length + 1;
        for (EncodedFrame frame : frames) {
            length += frame.json().length + 1;
        }
        ByteBuffer message = ByteBuffer.allocate(length).put(BATCH_HEAD);
        for (EncodedFrame frame : frames) {
            message.put((byte) ',').put(frame.json());
        }
        return message.put((byte) ']').array();
    }

    private static Message binary(StringBuilder table, byte[] json, int pieces, List<EncodedFrame> frames) {
        byte[] rows = ("[[" + table + "],").getBytes(StandardCharsets.UTF_8);
        int head = rows.length + json.length + 1;
        ByteBuffer message = ByteBuffer.allocate(Integer.BYTES + head + pieces);
        message.putInt(head).put(rows).put(json).put((byte) ']');
        for (EncodedFrame frame : frames) {
            frame.pieces().forEach(piece -> message.put(piece.bytes()));
        }
        return new Message(message.array(), true);
    }

    int length() {
        return bytes.length;
    }
}
