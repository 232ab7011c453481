package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.gyre.ipc.EncodedFrame.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** The pieces of bytes of what is being encoded, kept aside. */
final class PieceWriter {

    private final List<Piece> pieces = new ArrayList<>();
    private final boolean asText;
    private int length;

    /**
     * Holds none yet.
     *
     * @param asText whether they travel as text
     */
    PieceWriter(boolean asText) {
        this.asText = asText;
    }

    int count() {
        return pieces.size();
    }

    /** Bytes of all pieces. */
    int length() {
        return length;
    }

    /** Bytes of a piece of so many, as it travels. */
    int lengthOf(int count) {
        return asText ? (int) Math.min(Integer.MAX_VALUE / 2, (count + 2L) / 3 * 4) : count;
    }

    /** Takes a copy of a piece whose number was just written. */
    void add(byte[] bytes, int offset, int count, JsonStreamContext place) {
        StringBuilder steps = new StringBuilder();
        for (JsonStreamContext at = place; !at.inRoot(); at = at.getParent()) {
            steps.insert(0, at.inArray() ? "," + at.getCurrentIndex() : "," + quoted(at.getCurrentName()));
        }
        byte[] copy = Arrays.copyOfRange(bytes, offset, offset + count);
        Piece piece = new Piece(steps.toString(), asText ? Base64.getEncoder().encode(copy) : copy, asText);
        pieces.add(piece);
        length += piece.bytes().length;
    }

    /** A name in ASCII, which every way carries. */
    private static String quoted(String name) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : JsonStringEncoder.getInstance().quoteAsString(name)) {
            quoted.append(c < 0x7f ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return quoted.append('"').toString();
    }

    /** The pieces, with the steps that lead to where all of this stands before their own. */
    List<Piece> pieces(String before) {
        return pieces.stream()
                .map(piece -> new Piece(before + piece.steps(), piece.bytes(), piece.isText()))
                .toList();
    }

    void clear() {
        pieces.clear();
        length = 0;
    }
}
