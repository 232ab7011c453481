package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import java.math.BigInteger;

/**
 * A generator that refuses integers a page cannot hold. It stands below every serializer, Afterburner's included, so that
 * no shape of a bean slips past it; Jackson adds the property's path on the way up.
 */
final class PageGenerator extends JsonGeneratorDelegate {

    PageGenerator(JsonGenerator delegate) {
        // Not copied by the delegate: objects that a serializer hands back must come through here again.
        super(delegate, false);
    }

    @Override
    public void writeNumber(long value) throws IOException {
        if (!SafeIntegers.isSafe(value)) {
            throw new JsonGenerationException(SafeIntegers.refusal(Long.toString(value)), this);
        }
        delegate.writeNumber(value);
    }

    @Override
    public void writeNumber(BigInteger value) throws IOException {
        if (value.bitLength() > 53) {
            throw new JsonGenerationException(SafeIntegers.refusal(value.toString()), this);
        }
        delegate.writeNumber(value);
    }

    @Override
    public void writeArray(long[] values, int offset, int length) throws IOException {
        writeStartArray(values, length);
        for (int i = offset; i < offset + length; i++) {
            writeNumber(values[i]);
        }
        writeEndArray();
    }
}
