package dev.gyre.bench.stages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A call of the plan: what the page passes, and as whose arguments.
 *
 * @param label its name in reports
 * @param binding the binding's name
 * @param arguments what the page passes
 */
record CallFixture(String label, String binding, List<Object> arguments) {

    /** The id of every call: none is under way when the next comes. */
    static final long ID = 7;

    private static final int CALL = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The calls to bindings that give back what they are given. */
    static final List<CallFixture> ECHOES = List.of(
            new CallFixture("string argument", "Service.text", List.of(Fixtures.TEXT)),
            new CallFixture("mixed arguments", "Service.mixed", List.of("test", 42, true)),
            new CallFixture("person", "Service.person", List.of(Fixtures.PERSON)),
            new CallFixture("complex", "Service.complex", List.of(Fixtures.COMPLEX)));

    /** What else can be invoked, and what cannot. */
    static final List<CallFixture> OTHERS = List.of(
            new CallFixture("0 arguments", "Service.none", List.of()),
            new CallFixture("variadic", "Service.words", List.of("one", "two", "three", "four", "five")),
            new CallFixture("wrong count", "Service.mixed", List.of("test", 42)),
            new CallFixture("wrong type", "Service.mixed", List.of("test", "forty-two", true)));

    /** The calls that come in turn. */
    static final List<CallFixture> MIX = List.of(
            new CallFixture("get user", "Service.getUser", List.of(new Fixtures.UserId(123))),
            new CallFixture(
                    "update data", "Service.updateData", List.of(new Fixtures.Data("value"), new Fixtures.Flag(true))),
            new CallFixture(
                    "process event",
                    "Service.processEvent",
                    List.of(new Fixtures.Happening("click"), new Fixtures.X(100), new Fixtures.Y(200))));

    /** Finds one by its label. */
    static CallFixture labelled(String label) {
        List<CallFixture> all = new ArrayList<>(ECHOES);
        all.addAll(OTHERS);
        all.addAll(MIX);
        return all.stream()
                .filter(fixture -> fixture.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("call: " + label + " (expected: one of the plan)"));
    }

    /** What an echo returns for its arguments: the one it was given, or all of them. */
    static Object echo(Object[] arguments) {
        return arguments.length == 1 ? arguments[0] : Arrays.asList(arguments);
    }

    /** What a binding that echoes returns. */
    Object result() {
        return echo(arguments.toArray());
    }

    /** The call as a frame. */
    byte[] frame() {
        return frame(ID);
    }

    byte[] frame(long id) {
        List<Object> frame = new ArrayList<>(List.of(CALL, id, binding));
        frame.addAll(arguments);
        return json(frame).getBytes(StandardCharsets.UTF_8);
    }

    /** The same call as the query of an HTTP request, one JSON text in it: the form in which the log's runtime took calls. */
    byte[] query() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("id", ID);
        options.put("name", binding);
        options.put("args", arguments);
        String query = "object=0&method=0&args=" + URLEncoder.encode(json(options), StandardCharsets.UTF_8);
        return query.getBytes(StandardCharsets.UTF_8);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a fixture could not be encoded", e);
        }
    }
}
