package dev.gyre.ipc;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.emits;
import static dev.gyre.ipc.Capabilities.hears;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gyre.event.EventType;
import dev.gyre.ipc.spi.PageLink;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenFrameTest {

    private static final ObjectMapper PLAIN = new ObjectMapper();

    @ParameterizedTest
    @MethodSource("fromPage")
    void isAnsweredAsWritten(JsonNode golden) throws IOException {
        try (World world = World.of(new Golden())) {
            world.bus.register(EventType.of("ui.greeted", String.class));
            PageWindow window = world.window(calls("Golden.*"), hears("clock.*"), emits("**"));
            Recorder recorder = new Recorder(new ArrayList<>());
            var link = world.ipc.connect(recorder);
            byte[] hello = ("[0,1,\"" + window.code() + "\"]").getBytes(UTF_8);
            link.receive(hello, 0, hello.length);

            byte[] message = PLAIN.writeValueAsBytes(golden.get("message"));
            link.receive(message, 0, message.length);
            int answered = golden.has("answer") ? 2 : 1;
            World.eventually(() -> {
                link.drain();
                return recorder.sent.size() >= answered;
            });

            List<JsonNode> answers = new ArrayList<>();
            for (String sent : recorder.sent.subList(1, recorder.sent.size())) {
                answers.add(PLAIN.readTree(sent));
            }
            assertThat(answers).isEqualTo(golden.has("answer") ? List.of(golden.get("answer")) : List.of());
        }
    }

    static Stream<Named<JsonNode>> fromPage() throws IOException {
        return golden("fromPage").filter(frame -> !frame.getName().startsWith("hello"));
    }

    @Test
    void welcomesWithTheMembersThatAreWritten() throws IOException {
        JsonNode written = golden("fromJava")
                .filter(frame -> frame.getName().equals("welcome"))
                .findFirst()
                .orElseThrow()
                .getPayload();
        try (World world = World.of(new Golden())) {
            PageWindow window = world.window();
            Recorder recorder = new Recorder(new ArrayList<>());
            byte[] hello = ("[0,1,\"" + window.code() + "\"]").getBytes(UTF_8);
            world.ipc.connect(recorder).receive(hello, 0, hello.length);

            JsonNode sent = PLAIN.readTree(recorder.sent.get(0));

            assertThat(names(sent.get(1))).isEqualTo(names(written.get(1)));
            assertThat(sent.get(1).get("limits")).isEqualTo(written.get(1).get("limits"));
        }
    }

    /** Whatever a page sends: nothing is thrown at the transport, and the next page is served. */
    @Test
    void survivesWhenMutatedAtRandom() throws IOException {
        Random random = new Random(20_261_123);
        List<byte[]> messages = new ArrayList<>();
        for (JsonNode frame : golden("fromPage").map(Named::getPayload).toList()) {
            messages.add(PLAIN.writeValueAsBytes(frame.get("message")));
        }
        try (World world = World.of(new Golden())) {
            world.bus.register(EventType.of("ui.greeted", String.class));
            PageWindow window = world.window(calls("Golden.*"), hears("clock.*"), emits("**"));
            PageLink link = proven(world, window);
            for (int i = 0; i < 20_000; i++) {
                byte[] mutated =
                        mutate(messages.get(random.nextInt(messages.size())).clone(), random);
                link.receive(mutated, 0, mutated.length);
                link.drain();
                if (window.session().isEmpty()) {
                    link = proven(world, window);
                }
            }

            World.eventually(() -> window.session()
                    .map(session -> session.account().inFlight() == 0)
                    .orElse(true));
            try (PageClient page = PageClient.open(world.ipc, window)) {
                assertThat(page.call("Golden.greet", "Ada")).isEqualTo("Hello, Ada");
            }
        }
    }

    private static PageLink proven(World world, PageWindow window) {
        PageLink link = world.ipc.connect(new Recorder(new ArrayList<>()));
        byte[] hello = ("[0,1,\"" + window.code() + "\"]").getBytes(UTF_8);
        link.receive(hello, 0, hello.length);
        assertThat(link.isProven()).isTrue();
        return link;
    }

    private static byte[] mutate(byte[] message, Random random) {
        byte[] interesting = "[]{},:\"0123456789-eE.\\ \u0000".getBytes(UTF_8);
        for (int n = random.nextInt(4); n > 0; n--) {
            boolean known = random.nextInt(8) > 0;
            message[random.nextInt(message.length)] =
                    known ? interesting[random.nextInt(interesting.length)] : (byte) random.nextInt();
        }
        return random.nextInt(8) > 0 ? message : Arrays.copyOf(message, random.nextInt(message.length + 1));
    }

    @Test
    void readsBothFormsOfHello() throws IOException {
        List<JsonNode> hellos = golden("fromPage")
                .filter(frame -> frame.getName().startsWith("hello"))
                .map(frame -> frame.getPayload().get("message"))
                .toList();

        assertThat(hellos.stream().map(GoldenFrameTest::read))
                .containsExactly(new Hello(1, "CODE", "", 0), new Hello(1, "", "TOKEN", 7));
    }

    private static Hello read(JsonNode message) {
        byte[] bytes = message.toString().getBytes(UTF_8);
        return Hello.read(PLAIN, bytes, 0, bytes.length);
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Stream<Named<JsonNode>> golden(String direction) throws IOException {
        List<Named<JsonNode>> frames = new ArrayList<>();
        try (InputStream file = GoldenFrameTest.class.getResourceAsStream("golden-frames.json")) {
            PLAIN.readTree(file)
                    .get(direction)
                    .forEach(frame -> frames.add(Named.of(
                            frame.get("name").asText(), direction.equals("fromJava") ? frame.get("message") : frame)));
        }
        return frames.stream();
    }

    static final class Golden {
        @Binding
        String greet(String name) {
            return "Hello, " + name;
        }

        @Binding
        void nothing() {}

        @Binding
        Object echo(Object value) {
            return value;
        }

        @Binding
        @SuppressWarnings("DoNotCallSuggester")
        void declared() {
            throw new CallException("out_of_tea", "try coffee");
        }
    }
}
