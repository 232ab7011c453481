package dev.gyre.ipc;

import java.util.List;

/**
 * A frame on its way to a {@link Message}. What it holds is shared by all who send it, and never written again.
 *
 * @param json the frame in UTF-8
 * @param pieces the bytes that travel beside it, in order
 * @param length bytes that it holds, pieces included
 */
@SuppressWarnings("ArrayRecordComponent") // bytes travel as arrays, and nobody compares these
record EncodedFrame(byte[] json, List<Piece> pieces, int length) {

    static EncodedFrame text(byte[] utf8) {
        return new EncodedFrame(utf8, List.of(), utf8.length);
    }

    static EncodedFrame of(byte[] json, List<Piece> pieces) {
        return new EncodedFrame(
                json,
                pieces,
                json.length
                        + pieces.stream()
                                .mapToInt(piece -> piece.bytes().length)
                                .sum());
    }

    /**
     * Bytes that belong in a frame.
     *
     * @param steps what leads to their place, each step JSON after a comma
     * @param bytes the bytes
     * @param isText whether that is their base64, for a way that carries text alone
     */
    @SuppressWarnings("ArrayRecordComponent") // likewise
    record Piece(String steps, byte[] bytes, boolean isText) {}
}
