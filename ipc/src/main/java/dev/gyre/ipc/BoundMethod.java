package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A method open to pages: its place in the table, its parameters with a reader each, its handle, and the writer of its
 * result. All of it is decided at registration, and a call looks nothing up; but the handle is made by the first call, for the
 * classes behind one take the JDK a millisecond, and an application starts with many methods of which it calls few.
 */
final class BoundMethod {

    /** What comes of a call. */
    enum Result {
        /** One value, now or later. */
        VALUE,
        /** Items, as far as the page gives credit. */
        STREAM
    }

    private static final MethodType SPREAD = MethodType.methodType(Object.class, Object[].class);

    private final int index;
    private final String name;
    private final Signature signature;
    private final int given;
    private final Object service;
    private final Method method;

    /** Of type {@code (Object[])Object}, bound to the service. Calls at the same time may make several, all alike. */
    private @Nullable MethodHandle handle;

    /**
     * A method of a service.
     *
     * @param method accessible
     */
    BoundMethod(int index, String name, Signature signature, Object service, Method method) {
        this.index = index;
        this.name = name;
        this.signature = signature;
        this.given = (int) signature.parameters.stream()
                .filter(parameter -> !(parameter instanceof Injected))
                .count();
        this.service = service;
        this.method = method;
    }

    int index() {
        return index;
    }

    String name() {
        return name;
    }

    /** The writer of the result, or of each of its items. */
    ObjectWriter writer() {
        return signature.writer;
    }

    boolean isStream() {
        return signature.result == Result.STREAM;
    }

    /** Whether it runs on the transport's thread. */
    boolean isNonBlocking() {
        return signature.isNonBlocking;
    }

    /** What a failure of it is to the page. */
    ErrorMapping errors() {
        return signature.errors;
    }

    @Nullable
    Object invoke(@Nullable Object[] arguments) throws Throwable {
        MethodHandle ready = handle;
        if (ready == null) {
            ready = makeHandle();
            handle = ready;
        }
        return ready.invokeExact(arguments);
    }

    private MethodHandle makeHandle() throws IllegalAccessException {
        MethodHandle direct = MethodHandles.lookup().unreflect(method).asFixedArity();
        MethodHandle bound = Modifier.isStatic(method.getModifiers()) ? direct : direct.bindTo(service);
        return bound.asSpreader(Object[].class, method.getParameterCount()).asType(SPREAD);
    }

    /**
     * Reads the rest of a call frame, which must hold exactly the arguments.
     *
     * @throws CallException if their number or one of them does not fit; the parser then stands within the frame
     */
    @Nullable
    Object[] read(FrameParser parser, Call call) throws IOException {
        List<Parameter> parameters = signature.parameters;
        @Nullable Object[] arguments = new Object[parameters.size()];
        int position = 0;
        for (int i = 0; i < arguments.length; i++) {
            Parameter parameter = parameters.get(i);
            if (parameter instanceof Injected injected) {
                arguments[i] = injected.from.apply(call);
            } else if (signature.isVariadic && i == arguments.length - 1) {
                arguments[i] = readRest(parser, (Value) parameter, position);
                return arguments;
            } else if (parser.nextToken() == JsonToken.END_ARRAY) {
                throw count(position);
            } else {
                arguments[i] = parameter.read(parser, call, position++);
            }
        }
        if (parser.nextToken() != JsonToken.END_ARRAY) {
            throw count(position + 1);
        }
        return arguments;
    }

    private static Object readRest(FrameParser parser, Value parameter, int from) throws IOException {
        List<@Nullable Object> rest = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            rest.add(parameter.read(parser, from + rest.size()));
        }
        Object array = Array.newInstance(parameter.type, rest.size());
        for (int i = 0; i < rest.size(); i++) {
            Array.set(array, i, rest.get(i));
        }
        return array;
    }

    private CallException count(int seen) {
        String more = seen > given ? " or more" : "";
        String expected = signature.isVariadic ? "at least " + (given - 1) : String.valueOf(given);
        return CallException.refusal(
                CallException.BAD_ARGUMENT, "arguments: " + seen + more + " (expected: " + expected + ")");
    }

    /**
     * What a method takes and gives.
     *
     * @param parameters in order
     * @param isVariadic whether the last takes all arguments that are left
     * @param result what comes of it
     * @param writer of the result, or of each of its items
     * @param isNonBlocking whether it may run where it must not block
     * @param errors what its failures are to the page
     */
    record Signature(
            List<Parameter> parameters,
            boolean isVariadic,
            Result result,
            ObjectWriter writer,
            boolean isNonBlocking,
            ErrorMapping errors) {}

    /** Where an argument comes from. */
    sealed interface Parameter permits Value, Injected, Uploaded {

        /** Reads the argument of a position, whose first token is the current one. */
        @Nullable
        Object read(FrameParser parser, Call call, int position) throws IOException;
    }

    /**
     * A value that the page gives.
     *
     * @param name for messages
     * @param type what it takes; for the last of a variadic method, what its array holds
     * @param reader reads an argument
     */
    record Value(String name, Class<?> type, ValueReader reader) implements Parameter {

        @Override
        public @Nullable Object read(FrameParser parser, Call call, int position) throws IOException {
            return read(parser, position);
        }

        private @Nullable Object read(FrameParser parser, int position) throws IOException {
            if (reader.refuses(parser)) {
                throw refusal(position, Text.notAccepted(reader.type().getRawClass()));
            }
            try {
                return reader.read(parser);
            } catch (JsonMappingException | InputCoercionException e) {
                throw refusal(position, Text.refusal(reader.type(), e));
            }
        }

        private CallException refusal(int position, String reason) {
            return CallException.refusal(
                    CallException.BAD_ARGUMENT, "argument " + position + " (" + name + "): " + reason);
        }
    }

    /**
     * What is the calling page itself, or its call: not the page's to give.
     *
     * @param from finds it
     */
    record Injected(Function<Call, Object> from) implements Parameter {

        @Override
        public Object read(FrameParser parser, Call call, int position) {
            return from.apply(call);
        }
    }

    /**
     * A stream that the page sends; the argument is its id.
     *
     * @param name for messages
     * @param reader reads an item
     */
    record Uploaded(String name, ValueReader reader) implements Parameter {

        @Override
        public Object read(FrameParser parser, Call call, int position) throws IOException {
            long id = SafeIntegers.read(parser, 0);
            if (id < 1 || !SafeIntegers.isSafe(id)) {
                throw CallException.refusal(
                        CallException.BAD_ARGUMENT,
                        "argument " + position + " (" + name + "): not accepted (expected: the id of an upload)");
            }
            return call.upload(id, reader);
        }
    }
}
