package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A method open to pages: its place in the table, its parameters with a reader each, its handle, and the writer of its
 * result. All of it is decided at registration; a call looks nothing up.
 */
final class BoundMethod {

    private final int index;
    private final String name;
    private final List<Parameter> parameters;
    private final int given;
    private final boolean variadic;
    private final MethodHandle handle;
    private final ObjectWriter result;

    /**
     * A method with its handle.
     *
     * @param handle of type {@code (Object[])Object}, bound to its service
     */
    BoundMethod(
            int index,
            String name,
            List<Parameter> parameters,
            boolean variadic,
            MethodHandle handle,
            ObjectWriter result) {
        this.index = index;
        this.name = name;
        this.parameters = List.copyOf(parameters);
        this.given = (int) parameters.stream().filter(p -> !p.isInjected()).count();
        this.variadic = variadic;
        this.handle = handle;
        this.result = result;
    }

    int index() {
        return index;
    }

    String name() {
        return name;
    }

    ObjectWriter result() {
        return result;
    }

    @Nullable
    Object invoke(@Nullable Object[] arguments) throws Throwable {
        return handle.invokeExact(arguments);
    }

    /**
     * Reads the rest of a call frame, which must hold exactly the arguments.
     *
     * @throws CallException if their number or one of them does not fit; the parser then stands within the frame
     */
    @Nullable
    Object[] read(JsonParser parser, PageSession caller) throws IOException {
        @Nullable Object[] arguments = new Object[parameters.size()];
        int position = 0;
        for (int i = 0; i < arguments.length; i++) {
            Parameter parameter = parameters.get(i);
            if (parameter.isInjected()) {
                arguments[i] = caller;
            } else if (variadic && i == arguments.length - 1) {
                return readRest(parser, parameter, arguments, position);
            } else if (parser.nextToken() == JsonToken.END_ARRAY) {
                throw count(position);
            } else {
                arguments[i] = parameter.read(parser, position++);
            }
        }
        if (parser.nextToken() != JsonToken.END_ARRAY) {
            throw count(position + 1);
        }
        return arguments;
    }

    private @Nullable Object[] readRest(JsonParser parser, Parameter parameter, @Nullable Object[] arguments, int from)
            throws IOException {
        List<@Nullable Object> rest = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            rest.add(parameter.read(parser, from + rest.size()));
        }
        Object array = Array.newInstance(parameter.type(), rest.size());
        for (int i = 0; i < rest.size(); i++) {
            Array.set(array, i, rest.get(i));
        }
        arguments[arguments.length - 1] = array;
        return arguments;
    }

    private CallException count(int seen) {
        String more = seen > given ? " or more" : "";
        String expected = variadic ? "at least " + (given - 1) : String.valueOf(given);
        return new CallException(
                CallException.BAD_ARGUMENT, "arguments: " + seen + more + " (expected: " + expected + ")");
    }

    /**
     * A parameter: its name where the compiler kept it, and its reader, or none if it is injected.
     *
     * @param name for messages
     * @param type what it takes; for the last of a variadic method, what its array holds
     * @param reader reads an argument; null for an injected parameter
     */
    record Parameter(String name, Class<?> type, @Nullable ObjectReader reader) {

        boolean isInjected() {
            return reader == null;
        }

        @Nullable
        Object read(JsonParser parser, int position) throws IOException {
            if (reader == null) {
                throw new IllegalStateException("parameter " + name + " is injected, never read");
            }
            try {
                return reader.readValue(parser);
            } catch (JsonMappingException | InputCoercionException e) {
                throw new CallException(
                        CallException.BAD_ARGUMENT,
                        "argument " + position + " (" + name + "): " + Text.refusal(reader.getValueType(), e));
            }
        }
    }
}
