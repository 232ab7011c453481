package dev.gyre.ipc;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A generator that refuses numbers a page cannot hold, and lets bytes travel as they are. It stands below every
 * serializer, Afterburner's included, so that no shape of a bean slips past it; Jackson adds the property's path on the way
 * up.
 */
final class PageGenerator extends JsonGeneratorDelegate {

    /** Takes bytes, which do not stand in the frame itself. */
    @FunctionalInterface
    interface Bytes {
        void write(byte[] data, int offset, int count) throws IOException;
    }

    private final Bytes bytes;

    /**
     * A generator over another.
     *
     * @param bytes takes bytes and writes what stands in their place
     */
    PageGenerator(JsonGenerator delegate, Bytes bytes) {
        // Not copied by the delegate: objects that a serializer hands back must come through here again.
        super(delegate, false);
        this.bytes = bytes;
    }

    @Override
    public void writeBinary(Base64Variant variant, byte[] data, int offset, int count) throws IOException {
        bytes.write(data, offset, count);
    }

    @Override
    public int writeBinary(Base64Variant variant, InputStream data, int length) throws IOException {
        byte[] all = length < 0 ? data.readAllBytes() : data.readNBytes(length);
        writeBinary(variant, all, 0, all.length);
        return all.length;
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
    public void writeNumber(double value) throws IOException {
        requireFinite(value, value);
        delegate.writeNumber(value);
    }

    @Override
    public void writeNumber(float value) throws IOException {
        requireFinite(value, value);
        delegate.writeNumber(value);
    }

    @Override
    public void writeNumber(BigDecimal value) throws IOException {
        requireFinite(value.doubleValue(), value);
        delegate.writeNumber(value);
    }

    private void requireFinite(double number, Object written) throws IOException {
        if (!FiniteNumbers.isFinite(number)) {
            throw new JsonGenerationException(FiniteNumbers.refusal(written.toString()), this);
        }
    }

    @Override
    public void writeArray(double[] values, int offset, int length) throws IOException {
        writeStartArray(values, length);
        for (int i = offset; i < offset + length; i++) {
            writeNumber(values[i]);
        }
        writeEndArray();
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
