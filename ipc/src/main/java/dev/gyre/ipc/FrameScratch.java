package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gyre.ipc.spi.MessageForm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One buffer with one generator that is never closed; both serve frame after frame. A scratch that met an error is thrown
 * away, for its generator may stand anywhere.
 */
final class FrameScratch extends OutputStream {

    private static final int LAST_ASCII = 0x7f;

    private final int maxBytes;
    private final PageGenerator generator;
    private final PieceWriter pieces;
    private byte[] bytes = new byte[512];
    private int length;

    FrameScratch(ObjectMapper mapper, MessageForm form, int maxBytes) throws IOException {
        this.maxBytes = maxBytes;
        JsonGenerator utf8 = mapper.getFactory().createGenerator(this, JsonEncoding.UTF8);
        utf8.setRootValueSeparator(null);
        utf8.setCodec(mapper);
        utf8.setHighestNonEscapedChar(form == MessageForm.ASCII ? LAST_ASCII : 0);
        this.generator = new PageGenerator(utf8, this::addPiece);
        this.pieces = new PieceWriter(form != MessageForm.BINARY);
    }

    private void addPiece(byte[] data, int offset, int count) throws IOException {
        requireRoom(length + pieces.length() + pieces.lengthOf(count));
        generator.writeNumber(pieces.count());
        pieces.add(data, offset, count, generator.getOutputContext());
    }

    void begin() throws IOException {
        generator.writeStartArray();
    }

    JsonGenerator generator() {
        return generator;
    }

    /** Has all that was written stand in the bytes. */
    void settle() throws IOException {
        generator.flush();
    }

    boolean hasPieces() {
        return pieces.count() > 0;
    }

    /** Ends the frame. */
    EncodedFrame end() throws IOException {
        generator.writeEndArray();
        generator.flush();
        byte[] frame = Arrays.copyOf(bytes, length);
        EncodedFrame ended = hasPieces() ? EncodedFrame.of(frame, pieces.pieces("")) : EncodedFrame.text(frame);
        clear();
        return ended;
    }

    /**
     * The frame of a value that was written without any.
     *
     * @param head the frame before the value, open
     * @param place the value's place in the frame
     */
    EncodedFrame within(byte[] head, int place) {
        byte[] frame = ByteBuffer.allocate(head.length + length + 2)
                .put(head)
                .put((byte) ',')
                .put(bytes, 0, length)
                .put((byte) ']')
                .array();
        EncodedFrame made = EncodedFrame.of(frame, pieces.pieces("," + place));
        clear();
        return made;
    }

    /** What it holds; up to its length. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
        pieces.clear();
    }

    /** The memory it holds. */
    int capacity() {
        return bytes.length;
    }

    @Override
    public void write(int b) throws IOException {
        reserve(1);
        bytes[length++] = (byte) b;
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        reserve(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    private void reserve(int more) throws IOException {
        int needed = length + more;
        requireRoom(needed + pieces.length());
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(maxBytes, Math.max(needed, bytes.length * 2)));
        }
    }

    private void requireRoom(int needed) throws IOException {
        if (needed > maxBytes) {
            throw new JsonGenerationException(
                    "frame: more than " + maxBytes + " bytes (expected: at most " + maxBytes + ")", generator);
        }
    }
}
