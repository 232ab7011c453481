package dev.gyre.bench.stages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gyre.event.EventType;
import dev.gyre.ipc.IpcProbe;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A workload of stage 2 with its two codecs. A call's arguments are what a page sends, and its result, which is the same, is
 * what it gets; an event goes both ways as it is. So that the arms do the same, both write the whole frame.
 */
final class JsonWork implements AutoCloseable {

    private static final int EVENT = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    final Object value;
    final byte[] fromPage;
    final JsonArm naive;
    final JsonArm gyre;
    private final @Nullable GyreRuntime runtime;

    /** A workload for any two arms, which closes the runtime of one of them if it has one. */
    JsonWork(Object value, byte[] fromPage, JsonArm naive, JsonArm gyre, @Nullable GyreRuntime runtime) {
        this.value = value;
        this.fromPage = fromPage;
        this.naive = naive;
        this.gyre = gyre;
        this.runtime = runtime;
    }

    static JsonWork of(String fixture) throws IOException {
        return switch (fixture) {
            case "event simple" -> ofEvent("simple string payload");
            case "event complex" -> ofEvent(EventData.COMPLEX);
            default -> ofCall(CallFixture.labelled(fixture));
        };
    }

    private static JsonWork ofCall(CallFixture call) {
        FixtureService service = new FixtureService();
        GyreRuntime runtime = GyreRuntime.open(service);
        return new JsonWork(
                call.result(),
                call.frame(),
                NaiveCall.of(new NaiveCalls(service), call.binding()),
                new GyreCall(runtime.probe.binding(call.binding())),
                runtime);
    }

    private static JsonWork ofEvent(Object payload) throws IOException {
        GyreRuntime runtime =
                GyreRuntime.open(new FixtureService()).register(EventType.of(TestEvent.NAME, payload.getClass()));
        byte[] emit = JSON.writeValueAsString(List.of(9, CallFixture.ID, TestEvent.NAME, payload))
                .getBytes(StandardCharsets.UTF_8);
        return new JsonWork(payload, emit, new NaiveEvent(payload.getClass()), new GyreEvent(runtime.probe), runtime);
    }

    /** Both write the same bytes, both read the value that was written. */
    void compare() throws IOException {
        String frame = text(naive.encode(value));
        Require.same("frame", frame, text(gyre.encode(value)));
        Require.same("read by the naive arm", value, naive.decode(fromPage));
        Require.same("read by Gyre", value, gyre.decode(fromPage));
    }

    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (runtime != null) {
            runtime.close();
        }
    }

    /** Knows the types, for how they are found is another stage. */
    private record NaiveCall(ObjectMapper mapper, String binding, List<Class<?>> types) implements JsonArm {

        private static final int REPLY = 3;

        static NaiveCall of(NaiveCalls calls, String binding) {
            Method method = Objects.requireNonNull(calls.find(binding), binding);
            return new NaiveCall(new ObjectMapper(), binding, List.of(method.getParameterTypes()));
        }

        @Override
        public byte[] encode(Object value) throws IOException {
            return mapper.writeValueAsString(List.of(REPLY, CallFixture.ID, value))
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object decode(byte[] frame) throws IOException {
            JsonNode tree = mapper.readTree(frame);
            Require.that(tree.get(2).asText().equals(binding), "call: another (expected: the one made)");
            Object[] arguments = new Object[types.size()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = mapper.treeToValue(tree.get(3 + i), types.get(i));
            }
            return CallFixture.echo(arguments);
        }
    }

    private record GyreCall(IpcProbe.Bound binding) implements JsonArm {

        @Override
        public byte[] encode(Object value) throws IOException {
            return binding.reply(CallFixture.ID, value);
        }

        @Override
        public Object decode(byte[] frame) throws IOException {
            return CallFixture.echo(binding.read(frame));
        }
    }

    private record NaiveEvent(ObjectMapper mapper, Class<?> payload) implements JsonArm {

        NaiveEvent(Class<?> payload) {
            this(new ObjectMapper(), payload);
        }

        @Override
        public byte[] encode(Object value) throws IOException {
            return mapper.writeValueAsString(List.of(EVENT, TestEvent.NAME, value))
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object decode(byte[] frame) throws IOException {
            JsonNode tree = mapper.readTree(frame);
            Require.that(tree.get(2).asText().equals(TestEvent.NAME), "event: another (expected: the one emitted)");
            return mapper.treeToValue(tree.get(3), payload);
        }
    }

    private record GyreEvent(IpcProbe probe) implements JsonArm {

        @Override
        public byte[] encode(Object value) throws IOException {
            return probe.event(TestEvent.NAME, value);
        }

        @Override
        public Object decode(byte[] frame) throws IOException {
            return probe.payload(frame);
        }
    }
}
