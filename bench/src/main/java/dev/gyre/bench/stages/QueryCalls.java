package dev.gyre.bench.stages;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Arguments the long way, which is that of the runtime Gyre descends from: the query of a request becomes a map, the JSON in
 * it another, that an object of options, and each argument of those a tree and then a value.
 */
final class QueryCalls {

    private static final TypeReference<Map<String, Object>> GENERIC = new TypeReference<>() {};

    private final ObjectMapper mapper = new ObjectMapper();
    private final NaiveCalls calls;

    QueryCalls(NaiveCalls calls) {
        this.calls = calls;
    }

    Object[] arguments(byte[] query) throws IOException {
        Map<String, Object> generic = mapper.readValue(json(query), GENERIC);
        Options options = mapper.convertValue(generic, Options.class);
        Method method = Objects.requireNonNull(calls.find(options.name), options.name);
        Class<?>[] types = method.getParameterTypes();
        Require.that(types.length == options.args.size(), "arguments: another number (expected: that of the method)");
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = mapper.treeToValue(options.args.get(i), types[i]);
        }
        return arguments;
    }

    private static String json(byte[] query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : new String(query, StandardCharsets.UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
            parameters.put(pair.substring(0, equals), value);
        }
        return Objects.requireNonNull(parameters.get("args"), "args");
    }

    /**
     * What a call asks for.
     *
     * @param id its id
     * @param name of the method
     * @param args its arguments
     */
    record Options(long id, String name, List<JsonNode> args) {}
}
