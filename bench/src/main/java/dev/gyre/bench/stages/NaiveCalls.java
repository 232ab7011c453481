package dev.gyre.bench.stages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gyre.ipc.Binding;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls as one writes them first: the frame becomes a tree, the method is found by its name, its parameters are looked at
 * for each call, and a shared mapper does the rest.
 */
final class NaiveCalls {

    /** What a call that does not fit is told. */
    static final String BAD_ARGUMENT = "bad_argument";

    private static final int REPLY = 3;
    private static final int FIRST_ARGUMENT = 3;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, Method> methods = new HashMap<>();
    private final Object service;

    NaiveCalls(Object service) {
        this.service = service;
        for (Method method : service.getClass().getDeclaredMethods()) {
            Binding binding = method.getAnnotation(Binding.class);
            if (binding != null) {
                method.setAccessible(true);
                methods.put(binding.value(), method);
            }
        }
    }

    ObjectMapper mapper() {
        return mapper;
    }

    @Nullable
    Method find(String name) {
        return methods.get(name);
    }

    /** Reads a call frame to typed arguments. */
    Object[] arguments(byte[] frame) throws IOException {
        JsonNode tree = mapper.readTree(frame);
        return arguments(method(tree), tree);
    }

    /** Reads a call frame and calls what it names. */
    Object invoke(byte[] frame) throws IOException {
        JsonNode tree = mapper.readTree(frame);
        Method method = method(tree);
        return invoke(method, arguments(method, tree));
    }

    /** Answers a call frame. */
    byte[] answer(byte[] frame) throws IOException {
        JsonNode tree = mapper.readTree(frame);
        Method method = method(tree);
        return reply(tree.get(1).asLong(), invoke(method, arguments(method, tree)));
    }

    byte[] reply(long id, Object value) throws JsonProcessingException {
        return mapper.writeValueAsString(List.of(REPLY, id, value)).getBytes(StandardCharsets.UTF_8);
    }

    private Method method(JsonNode frame) {
        String name = frame.get(2).asText();
        Method method = find(name);
        if (method == null) {
            throw new IllegalArgumentException("binding: " + name + " (expected: one that is there)");
        }
        return method;
    }

    private Object[] arguments(Method method, JsonNode frame) throws IOException {
        Parameter[] parameters = method.getParameters();
        int given = frame.size() - FIRST_ARGUMENT;
        int fixed = method.isVarArgs() ? parameters.length - 1 : parameters.length;
        if (given < fixed || (given > fixed && !method.isVarArgs())) {
            throw new IllegalArgumentException("arguments: " + given + " (expected: " + fixed + ")");
        }
        Object[] arguments = new Object[parameters.length];
        for (int i = 0; i < fixed; i++) {
            JavaType type = mapper.constructType(parameters[i].getParameterizedType());
            arguments[i] = mapper.treeToValue(frame.get(FIRST_ARGUMENT + i), type);
        }
        if (method.isVarArgs()) {
            arguments[fixed] = rest(parameters[fixed].getType().getComponentType(), frame, FIRST_ARGUMENT + fixed);
        }
        return arguments;
    }

    private Object rest(Class<?> type, JsonNode frame, int from) throws IOException {
        Object rest = Array.newInstance(type, frame.size() - from);
        for (int i = from; i < frame.size(); i++) {
            Array.set(rest, i - from, mapper.treeToValue(frame.get(i), type));
        }
        return rest;
    }

    private Object invoke(Method method, Object[] arguments) {
        try {
            return method.invoke(service, arguments);
        } catch (InvocationTargetException | IllegalAccessException e) {
            throw new IllegalStateException(method.getName() + " failed", e);
        }
    }
}
