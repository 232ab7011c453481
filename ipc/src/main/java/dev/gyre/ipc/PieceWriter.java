package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.gyre.ipc.EncodedFrame.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The pieces of bytes of what is being encoded, kept aside. */
final class PieceWriter {

    private final List<Piece> pieces = new ArrayList<>();

    private int length;

    int count() {
        return pieces.size();
    }

    /** Bytes of all pieces. */
    int length() {
        return length;
    }

    /** Takes a copy of a piece whose number was just written. */
    void add(byte[] bytes, int offset, int count, JsonStreamContext place) {
        StringBuilder steps = new StringBuilder();
        for (JsonStreamContext at = place; !at.inRoot(); at = at.getParent()) {
            steps.insert(0, at.inArray() ? "," + at.getCurrentIndex() : "," + quoted(at.getCurrentName()));
        }
        pieces.add(new Piece(steps.toString(), Arrays.copyOfRange(bytes, offset, offset + count)));
        length += count;
    }

    private static String quoted(String name) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(name)) + '"';
    }

    /** The pieces, with the steps that lead to where all of this stands before their own. */
    List<Piece> pieces(String before) {
        return pieces.stream()
                .map(piece -> new Piece(before + piece.steps(), piece.bytes()))
                .toList();
    }

    void clear() {
        pieces.clear();
        length = 0;
    }
}
