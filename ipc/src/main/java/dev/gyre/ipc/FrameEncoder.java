package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.util.ClassUtil;
import dev.gyre.ipc.spi.MessageForm;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jctools.queues.atomic.MpmcAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Encodes frames into recycled buffers and hands out copies of the exact size.
 *
 * <p>Any thread may encode.
 */
final class FrameEncoder {

    /** Scratches kept: about the number of threads that encode at once. */
    private static final int KEPT = 32;

    /** A buffer that grew beyond this is not kept: one large result must not cost memory for ever. */
    private static final int KEPT_BYTES = 64 << 10;

    private final ObjectMapper mapper;
    private final int maxBytes;
    private final MessageForm form;

    /** Whether the mapper writes text as it is, and not with a serializer of the application. */
    private final boolean isTextPlain;

    private final MpmcAtomicArrayQueue<FrameScratch> idle = new MpmcAtomicArrayQueue<>(KEPT);
    private final ConcurrentMap<Class<?>, ObjectWriter> writers = new ConcurrentHashMap<>();
    private final LongAdder events = new LongAdder();

    FrameEncoder(ObjectMapper mapper, MessageForm form, int maxBytes) {
        this.mapper = mapper;
        this.form = form;
        this.maxBytes = maxBytes;
        this.isTextPlain = isTextPlain(mapper);
    }

    private static boolean isTextPlain(ObjectMapper mapper) {
        try {
            return ClassUtil.isJacksonStdImpl(
                    mapper.getSerializerProviderInstance().findTypedValueSerializer(String.class, true, null));
        } catch (JsonMappingException e) {
            return false;
        }
    }

    ObjectMapper mapper() {
        return mapper;
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

    /** Writes a value; a text, which many a stream is made of, without the detour over what Jackson might do with it. */
    void write(JsonGenerator generator, ObjectWriter writer, Object value) throws IOException {
        if (value instanceof String text && isTextPlain) {
            generator.writeString(text);
        } else {
            writer.writeValue(generator, value);
        }
    }

    EncodedFrame event(String name, ObjectWriter writer, Object payload) throws IOException {
        events.increment();
        FrameScratch scratch = acquire();
        scratch.begin();
        scratch.generator().writeNumber(Frame.EVENT);
        scratch.generator().writeString(name);
        writer.writeValue(scratch.generator(), payload);
        return end(scratch);
    }

    EncodedFrame reply(long id, ObjectWriter writer, @Nullable Object value) throws IOException {
        FrameScratch scratch = acquire();
        scratch.begin();
        scratch.generator().writeNumber(Frame.REPLY);
        scratch.generator().writeNumber(id);
        writer.writeValue(scratch.generator(), value);
        return end(scratch);
    }

    EncodedFrame error(long id, String kind, String message) {
        return certain(generator -> {
            generator.writeNumber(Frame.ERROR);
            generator.writeNumber(id);
            generator.writeString(kind);
            generator.writeString(Text.wellFormed(message));
        });
    }

    /** The error of a message that could not be read: the number of the message lets the page find its calls. */
    EncodedFrame badMessage(String message, long number) {
        return certain(generator -> {
            generator.writeNumber(Frame.ERROR);
            generator.writeNumber(0);
            generator.writeString(CallException.BAD_FRAME);
            generator.writeString(Text.wellFormed(message));
            generator.writeNumber(number);
        });
    }

    /** A frame of strings and small numbers, which cannot fail. */
    EncodedFrame certain(Content content) {
        try {
            return encode(content);
        } catch (IOException e) {
            throw new IllegalStateException("a frame of plain values could not be encoded", e);
        }
    }

    EncodedFrame encode(Content content) throws IOException {
        FrameScratch scratch = acquire();
        scratch.begin();
        content.write(scratch.generator());
        return end(scratch);
    }

    /** Ends the frame of a scratch and keeps the scratch for the next. */
    EncodedFrame end(FrameScratch scratch) throws IOException {
        EncodedFrame frame = scratch.end();
        if (scratch.capacity() <= KEPT_BYTES) {
            idle.offer(scratch);
        }
        return frame;
    }

    /** A scratch of the caller's own until its frame is {@linkplain #end ended}; one that met an error is not given back. */
    FrameScratch acquire() throws IOException {
        FrameScratch kept = idle.poll();
        return kept != null ? kept : new FrameScratch(mapper, form, maxBytes);
    }

    /** Writes what stands between the brackets of a frame. */
    @FunctionalInterface
    interface Content {
        void write(JsonGenerator generator) throws IOException;
    }
}
