package dev.gyre.ipc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gyre.ipc.EncodedFrame.Piece;
import java.nio.ByteBuffer;
import java.util.ArrayList;
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

    private static final byte[] BATCH_HEAD = ("[" + Frame.BATCH).getBytes(US_ASCII);

    static Message of(EncodedFrame frame) {
        return of(List.of(frame));
    }

    /** Frames in a message. They are not looked at again: the list may be used for the next. */
    static Message of(List<EncodedFrame> frames) {
        boolean isSingle = frames.size() == 1;
        byte[] json = isSingle ? frames.get(0).json() : batch(frames);
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            String before = isSingle ? "" : "," + (i + 1);
            for (Piece piece : frames.get(i).pieces()) {
                pieces.add(new Piece(before + piece.steps(), piece.bytes(), piece.isText()));
            }
        }
        if (pieces.isEmpty()) {
            return new Message(json, false);
        }
        return pieces.get(0).isText() ? text(pieces, json) : binary(pieces, json);
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

    private static Message binary(List<Piece> pieces, byte[] json) {
        StringBuilder table = new StringBuilder("[[");
        String separator = "[";
        int length = 0;
        for (Piece piece : pieces) {
            table.append(separator)
                    .append(piece.bytes().length)
                    .append(piece.steps())
                    .append(']');
            separator = ",[";
            length += piece.bytes().length;
        }
        byte[] rows = table.append("],").toString().getBytes(US_ASCII);
        int head = rows.length + json.length + 1;
        ByteBuffer message = ByteBuffer.allocate(Integer.BYTES + head + length);
        message.putInt(head).put(rows).put(json).put((byte) ']');
        pieces.forEach(piece -> message.put(piece.bytes()));
        return new Message(message.array(), true);
    }

    private static Message text(List<Piece> pieces, byte[] json) {
        StringBuilder rows = new StringBuilder("[" + Frame.BYTES + ",[");
        String separator = "[\"";
        for (Piece piece : pieces) {
            rows.append(separator).append(new String(piece.bytes(), US_ASCII)).append('"');
            rows.append(piece.steps()).append(']');
            separator = ",[\"";
        }
        byte[] head = rows.append("],").toString().getBytes(US_ASCII);
        ByteBuffer message = ByteBuffer.allocate(head.length + json.length + 1);
        return new Message(message.put(head).put(json).put((byte) ']').array(), false);
    }

    int length() {
        return bytes.length;
    }
}
