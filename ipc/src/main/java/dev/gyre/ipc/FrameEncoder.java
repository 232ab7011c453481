package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jctools.queues.atomic.MpmcAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Encodes frames into recycled buffers and hands out copies of the exact size.
 *
 * <p>A scratch is one buffer with one generator that is never closed; both serve frame after frame. A scratch that met an
 * error is thrown away, for its generator may stand anywhere. Any thread may encode.
 */
final class FrameEncoder {

    /** Scratches kept: about the number of threads that encode at once. */
    private static final int KEPT = 32;

    /** A buffer that grew beyond this is not kept: one large result must not cost memory for ever. */
    private static final int KEPT_BYTES = 64 << 10;

    private final ObjectMapper mapper;
    private final int maxBytes;
    private final MpmcAtomicArrayQueue<Scratch> idle = new MpmcAtomicArrayQueue<>(KEPT);
    private final ConcurrentMap<Class<?>, ObjectWriter> writers = new ConcurrentHashMap<>();
    private final LongAdder events = new LongAdder();

    FrameEncoder(ObjectMapper mapper, int maxBytes) {
        this.mapper = mapper;
        this.maxBytes = maxBytes;
    }

    /** How many events were encoded, whoever heard them. */
    long eventsEncoded() {
        return events.sum();
    }

    /** The writer for a payload's class. Classes are the application's own: their number is bounded by its code. */
    ObjectWriter writer(Class<?> payload) {
        ObjectWriter known = writers.get(payload);
        return known != null ? known : writers.computeIfAbsent(payload, mapper::writerFor);
    }

    byte[] event(String name, ObjectWriter writer, Object payload) throws IOException {
        events.increment();
        return encode(generator -> {
            generator.writeNumber(Frame.EVENT);
            generator.writeString(name);
            writer.writeValue(generator, payload);
        });
    }

    byte[] reply(long id, ObjectWriter writer, @Nullable Object value) throws IOException {
        return encode(generator -> {
            generator.writeNumber(Frame.REPLY);
            generator.writeNumber(id);
            writer.writeValue(generator, value);
        });
    }

    byte[] error(long id, String kind, String message) {
        return certain(generator -> {
            generator.writeNumber(Frame.ERROR);
            generator.writeNumber(id);
            generator.writeString(kind);
            generator.writeString(Text.wellFormed(message));
        });
    }

    /** The error of a message that could not be read: the number of the message lets the page find its calls. */
    byte[] badMessage(String message, long number) {
        return certain(generator -> {
            generator.writeNumber(Frame.ERROR);
            generator.writeNumber(0);
            generator.writeString(CallException.BAD_FRAME);
            generator.writeString(Text.wellFormed(message));
            generator.writeNumber(number);
        });
    }

    /** A frame of strings and small numbers, which cannot fail. */
    byte[] certain(Content content) {
        try {
            return encode(content);
        } catch (IOException e) {
            throw new IllegalStateException("a frame of plain values could not be encoded", e);
        }
    }

    byte[] encode(Content content) throws IOException {
        Scratch scratch = acquire();
        scratch.generator.writeStartArray();
        content.write(scratch.generator);
        scratch.generator.writeEndArray();
        scratch.generator.flush();
        byte[] frame = scratch.take();
        if (scratch.bytes.length <= KEPT_BYTES) {
            idle.offer(scratch);
        }
        return frame;
    }

    private Scratch acquire() throws IOException {
        Scratch kept = idle.poll();
        return kept != null ? kept : new Scratch(mapper, maxBytes);
    }

    /** Writes what stands between the brackets of a frame. */
    @FunctionalInterface
    interface Content {
        void write(JsonGenerator generator) throws IOException;
    }

    private static final class Scratch extends OutputStream {

        private final int maxBytes;
        private final JsonGenerator generator;
        private byte[] bytes = new byte[512];
        private int length;

        Scratch(ObjectMapper mapper, int maxBytes) throws IOException {
            this.maxBytes = maxBytes;
            JsonGenerator utf8 = mapper.getFactory().createGenerator(this, JsonEncoding.UTF8);
            utf8.setRootValueSeparator(null);
            utf8.setCodec(mapper);
            this.generator = new PageGenerator(utf8);
        }

        byte[] take() {
            byte[] frame = Arrays.copyOf(bytes, length);
            length = 0;
            return frame;
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
            if (needed > maxBytes) {
                throw new JsonGenerationException(
                        "frame: more than " + maxBytes + " bytes (expected: at most " + maxBytes + ")", generator);
            }
            if (needed > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(maxBytes, Math.max(needed, bytes.length * 2)));
            }
        }
    }
}
