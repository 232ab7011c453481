package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.async.NonBlockingJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parser that is kept from message to message: making one for each costs more than most messages do. It is thrown away
 * after an error, for it may stand anywhere then, and after so much input that the names and buffers it keeps stay small.
 *
 * <p>Refuses a name that an object has twice. Jackson can do so too, at the price of a set for each object.
 *
 * <p>Not thread-safe.
 */
final class FrameParser extends NonBlockingJsonParser {

    /** Of the byte order mark; no JSON begins with it. */
    private static final byte FIRST_OF_MARK = (byte) 0xef;

    private static final byte[] NONE = {};

    /** A message of this size may leave a large buffer behind. */
    private static final int LARGE_BYTES = 64 << 10;

    /** Input after which another parser takes over: bounds what a page can have it remember. */
    private static final long WORN_BYTES = 1 << 20;

    /** Texts of names that are kept. */
    private static final int NAMES = 32;

    /** Longer ones are made anew each time. */
    private static final int NAME_LENGTH = 64;

    /** What pages call and emit over and over, each where its hash says. */
    private final @Nullable String[] names = new String[NAMES];

    private final List<NamesSeen> objects = new ArrayList<>();

    /** The object that is being read is the last of so many. */
    private int depth;

    private long taken;

    private @Nullable Pieces pieces;

    FrameParser(IOContext context, int features, ByteQuadsCanonicalizer symbols, @Nullable ObjectCodec codec) {
        super(context, features, symbols);
        _objectCodec = codec;
    }

    /**
     * Begins a message, the last one having ended.
     *
     * @throws JsonParseException if it begins with a byte order mark, which Jackson would skip
     */
    void begin(byte[] bytes, int offset, int length) throws IOException {
        if (length > 0 && bytes[offset] == FIRST_OF_MARK) {
            throw new JsonParseException(this, "byte order mark (expected: none)");
        }
        taken += length > LARGE_BYTES ? WORN_BYTES : length;
        feedInput(bytes, offset, offset + length);
    }

    /**
     * Ends a message and lets go of its bytes.
     *
     * @throws JsonParseException if anything but white space is left of it
     */
    void end() throws IOException {
        while (_inputPtr < _inputEnd && isSpace(getByteFromBuffer(_inputPtr))) {
            _inputPtr++;
        }
        if (_inputPtr < _inputEnd) {
            throw new JsonParseException(this, "more than one frame (expected: a batch)");
        }
        feedInput(NONE, 0, 0);
        pieces = null;
    }

    /** Takes the pieces of bytes that came with the message. */
    void with(Pieces all) {
        pieces = all;
    }

    /** A reader that finds the pieces, if there are any. */
    ObjectReader reading(ObjectReader reader) {
        return pieces == null ? reader : reader.withAttribute(Pieces.KEY, pieces);
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || character == '\n' || character == '\r' || character == '\t';
    }

    boolean isWorn() {
        return taken >= WORN_BYTES;
    }

    /** The text of the current token: the same string again where it is a name that was read lately. */
    String name() throws IOException {
        int length = getTextLength();
        if (length > NAME_LENGTH) {
            return getText();
        }
        char[] text = getTextCharacters();
        int from = getTextOffset();
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + text[i];
        }
        int slot = (hash ^ hash >>> 16) & (NAMES - 1);
        String known = names[slot];
        if (known == null || !isSame(known, text, from, length)) {
            known = new String(text, from, length);
            names[slot] = known;
        }
        return known;
    }

    private static boolean isSame(String known, char[] text, int from, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != text[from + i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
        JsonToken token = super.nextToken();
        if (token == JsonToken.FIELD_NAME) {
            requireNew(_parsingContext.getCurrentName());
        } else if (token == JsonToken.START_OBJECT) {
            enter();
        } else if (token == JsonToken.END_OBJECT) {
            depth--;
        } else if (token == JsonToken.NOT_AVAILABLE) {
            throw new JsonEOFException(this, token, "unexpected end");
        }
        return token;
    }

    @Override
    public void close() {
        try {
            super.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a parser without a source could not be closed", e);
        }
    }

    private void requireNew(String name) throws IOException {
        if (!objects.get(depth - 1).add(name)) {
            throw new JsonParseException(this, "Duplicate field '" + Text.shortened(name) + "'");
        }
    }

    private void enter() {
        if (depth == objects.size()) {
            objects.add(new NamesSeen());
        }
        objects.get(depth++).clear();
    }
}
