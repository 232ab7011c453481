package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.gyre.event.EventType;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The codec and the bindings of a runtime without sessions, queues and threads around them, for benchmarks: the one place
 * where they reach into this package.
 *
 * <p>What is read here is read by the steps of {@link Inbound}, the check for UTF-8 before it included, and what is written
 * is written as {@link Calls} and {@link EventHub} have it written.
 */
public final class IpcProbe {

    private final IpcRuntime runtime;
    private final LiveSession session;

    /**
     * A probe of a runtime.
     *
     * @param ipc the runtime
     * @param window one of its windows, whose page has been welcomed
     */
    public IpcProbe(Ipc ipc, PageWindow window) {
        this.runtime = ipc.runtime();
        this.session = Objects.requireNonNull(window.live(), "session");
    }

    /**
     * The one mapper of the runtime.
     *
     * @return the mapper
     */
    public ObjectMapper mapper() {
        return runtime.mapper();
    }

    /**
     * Finds a binding.
     *
     * @param name its name
     * @return what stands for it, or null
     */
    public @Nullable Object find(String name) {
        return runtime.bindings().find(name);
    }

    /**
     * The codec of a binding.
     *
     * @param name its name
     * @return its codec
     * @throws IllegalArgumentException if there is no such binding
     */
    public Bound binding(String name) {
        return new Bound(bound(name));
    }

    private BoundMethod bound(String name) {
        BoundMethod method = runtime.bindings().find(name);
        if (method == null) {
            throw new IllegalArgumentException("binding: " + name + " (expected: one that was opened)");
        }
        return method;
    }

    /**
     * Reads a call frame to its typed arguments, whichever binding it names.
     *
     * @param frame the frame
     * @return the arguments
     * @throws IOException if it is no call frame
     * @throws CallException if the arguments do not fit
     */
    public @Nullable Object[] arguments(byte[] frame) throws IOException {
        try (JsonParser parser = open(frame, Frame.CALL)) {
            BoundMethod method = bound(parser.nextTextValue());
            return read(method, parser);
        }
    }

    /**
     * Reads a call frame and calls the binding it names.
     *
     * @param frame the frame
     * @return what the binding returned
     * @throws IOException if it is no call frame
     * @throws CallException if the arguments do not fit, or the binding fails
     */
    public @Nullable Object invoke(byte[] frame) throws IOException {
        try (JsonParser parser = open(frame, Frame.CALL)) {
            BoundMethod method = bound(parser.nextTextValue());
            return invoke(method, read(method, parser));
        }
    }

    private @Nullable Object[] read(BoundMethod method, JsonParser parser) throws IOException {
        return method.read(new FrameInput(parser, null), new Call(1, method, session.calls()));
    }

    private static @Nullable Object invoke(BoundMethod method, @Nullable Object[] arguments) {
        try {
            return method.invoke(arguments);
        } catch (CallException e) {
            throw e;
        } catch (Throwable e) {
            throw new CallException(CallException.FAILED, method.name() + " failed", e);
        }
    }

    /**
     * Reads an emit frame to its typed payload.
     *
     * @param frame the frame
     * @return the payload
     * @throws IOException if it is no emit frame
     */
    public Object payload(byte[] frame) throws IOException {
        try (JsonParser parser = open(frame, Frame.EMIT)) {
            EventType<?> type = Objects.requireNonNull(runtime.bus().type(parser.nextTextValue()), "type");
            parser.nextToken();
            ObjectReader reader = runtime.reader(type.payload());
            return Objects.requireNonNull(type.payload().cast(reader.readValue(parser)), "payload");
        }
    }

    private JsonParser open(byte[] frame, int kind) throws IOException {
        if (!Utf8.isValid(frame, 0, frame.length)) {
            throw new IOException("frame: not UTF-8");
        }
        JsonParser parser = runtime.mapper().getFactory().createParser(frame, 0, frame.length);
        boolean opens = parser.nextToken() == JsonToken.START_ARRAY
                && parser.nextToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getLongValue() == kind
                && parser.nextLongValue(0) > 0;
        if (!opens) {
            throw new IOException("frame: another (expected: one of kind " + kind + ")");
        }
        return parser;
    }

    /**
     * Encodes an event.
     *
     * @param name its name
     * @param payload its payload
     * @return the frame
     * @throws IOException if it cannot be encoded
     */
    public byte[] event(String name, Object payload) throws IOException {
        FrameEncoder encoder = session.encoder();
        return encoder.event(name, encoder.writer(payload.getClass()), payload).bytes();
    }

    /** The codec of one binding, found before. */
    public final class Bound {

        private final BoundMethod method;

        private Bound(BoundMethod method) {
            this.method = method;
        }

        /**
         * Reads a call frame to the typed arguments of this binding.
         *
         * @param frame the frame
         * @return the arguments
         * @throws IOException if it is no call frame
         */
        public @Nullable Object[] read(byte[] frame) throws IOException {
            try (JsonParser parser = open(frame, Frame.CALL)) {
                if (!method.name().equals(parser.nextTextValue())) {
                    throw new IOException("frame: a call of another (expected: of " + method.name() + ")");
                }
                return IpcProbe.this.read(method, parser);
            }
        }

        /**
         * Encodes a reply.
         *
         * @param id of the call
         * @param value the result
         * @return the frame
         * @throws IOException if it cannot be encoded
         */
        public byte[] reply(long id, Object value) throws IOException {
            return session.encoder().reply(id, method.writer(), value).bytes();
        }
    }
}
