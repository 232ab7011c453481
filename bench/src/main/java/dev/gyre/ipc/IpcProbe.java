package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
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

    /** As a session has one, for it is read by one thread at a time. */
    private final ThreadLocal<FrameParser> parsers;

    /**
     * A probe of a runtime.
     *
     * @param ipc the runtime
     * @param window one of its windows, whose page has been welcomed
     */
    public IpcProbe(Ipc ipc, PageWindow window) {
        this.runtime = ipc.runtime();
        this.parsers = ThreadLocal.withInitial(runtime::newParser);
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
        return read(frame, Frame.CALL, parser -> read(bound(name(parser)), parser));
    }

    /**
     * Reads a call frame and calls the binding it names.
     *
     * @param frame the frame
     * @return what the binding returned
     * @throws IOException if it is no call frame
     * @throws CallException if the arguments do not fit, or the binding fails
     */
    public Object invoke(byte[] frame) throws IOException {
        return read(frame, Frame.CALL, parser -> {
            BoundMethod method = bound(name(parser));
            return Objects.requireNonNull(invoke(method, read(method, parser)), "result");
        });
    }

    private @Nullable Object[] read(BoundMethod method, FrameParser parser) throws IOException {
        return method.read(parser, new Call(1, method, session.calls()));
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
        return read(frame, Frame.EMIT, parser -> {
            EventType<?> type = Objects.requireNonNull(runtime.bus().type(name(parser)), "type");
            parser.nextToken();
            ValueReader reader = runtime.reader(type.payload());
            Object payload = type.payload().cast(reader.read(parser));
            parser.nextToken();
            return Objects.requireNonNull(payload, "payload");
        });
    }

    private <T> T read(byte[] frame, int kind, Content<T> content) throws IOException {
        if (!Utf8.isValid(frame, 0, frame.length)) {
            throw new IOException("frame: not UTF-8");
        }
        FrameParser parser = parsers.get();
        boolean isSound = false;
        try {
            parser.begin(frame, 0, frame.length);
            require(parser, kind);
            T read = content.read(parser);
            parser.end();
            isSound = !parser.isWorn();
            return read;
        } catch (CallException refusal) {
            skip(parser);
            isSound = !parser.isWorn();
            throw refusal;
        } finally {
            if (!isSound) {
                parsers.remove();
            }
        }
    }

    /** The rest of a frame that does not fit, as a session skips it. */
    private static void skip(FrameParser parser) throws IOException {
        while (!parser.getParsingContext().inRoot()) {
            parser.nextToken();
        }
        parser.end();
    }

    private static String name(FrameParser parser) throws IOException {
        parser.nextToken();
        return parser.name();
    }

    private static void require(FrameParser parser, int kind) throws IOException {
        boolean opens = parser.nextToken() == JsonToken.START_ARRAY
                && parser.nextToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getLongValue() == kind
                && parser.nextLongValue(0) > 0;
        if (!opens) {
            throw new IOException("frame: another (expected: one of kind " + kind + ")");
        }
    }

    @FunctionalInterface
    private interface Content<T> {
        T read(FrameParser parser) throws IOException;
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
        return encoder.event(name, encoder.writer(payload.getClass()), payload).json();
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
            return IpcProbe.this.read(frame, Frame.CALL, parser -> {
                if (!method.name().equals(name(parser))) {
                    throw new IOException("frame: a call of another (expected: of " + method.name() + ")");
                }
                return IpcProbe.this.read(method, parser);
            });
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
            return session.encoder().reply(id, method.writer(), value).json();
        }
    }
}
