package dev.gyre.ipc;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.emits;
import static dev.gyre.ipc.Capabilities.hears;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.gyre.event.EventType;
import dev.gyre.ipc.spi.MessageForm;
import dev.gyre.ipc.spi.PageLink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

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
            List<JsonNode> written = answers(golden);
            World.eventually(() -> {
                link.drain();
                return frames(recorder).size() >= written.size();
            });

            assertThat(frames(recorder)).isEqualTo(written);
        }
    }

    private static List<JsonNode> answers(JsonNode golden) {
        List<JsonNode> answers = new ArrayList<>();
        golden.path("answers").forEach(answers::add);
        if (golden.has("answer")) {
            answers.add(golden.get("answer"));
        }
        return answers;
    }

    /** What was sent after the welcome, however it was joined in messages; items of a stream as one frame. */
    private static List<JsonNode> frames(Recorder recorder) {
        List<JsonNode> frames = new ArrayList<>();
        for (String sent : List.copyOf(recorder.sent)) {
            JsonNode message = read(sent);
            if (message.path(0).asInt() == Frame.BATCH) {
                message.forEach(frame -> add(frame, frames));
            } else {
                add(message, frames);
            }
        }
        return frames;
    }

    private static void add(JsonNode frame, List<JsonNode> frames) {
        JsonNode last = frames.isEmpty() ? frame : frames.get(frames.size() - 1);
        boolean goesOn = frame.path(0).asInt() == Frame.NEXT
                && last != frame
                && last.path(0).asInt() == Frame.NEXT
                && last.path(1).equals(frame.path(1));
        if (goesOn) {
            for (int i = 2; i < frame.size(); i++) {
                ((ArrayNode) last).add(frame.get(i));
            }
        } else if (frame.isArray() && frame.path(0).asInt() != Frame.WELCOME) {
            frames.add(frame);
        }
    }

    private static JsonNode read(String sent) {
        try {
            return PLAIN.readTree(sent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    @ParameterizedTest
    @MethodSource("binary")
    void bytesTravelAsWritten(JsonNode golden) throws IOException {
        if (golden.get("from").asText().equals("java")) {
            assertThat(encoded(golden).bytes()).isEqualTo(message(golden));
            return;
        }
        try (World world = World.of(new Golden())) {
            PageWindow window = world.window(calls("Golden.*"));
            Recorder recorder = new Recorder(new ArrayList<>());
            var link = world.ipc.connect(recorder);
            byte[] hello = ("[0,1,\"" + window.code() + "\"]").getBytes(UTF_8);
            link.receive(hello, 0, hello.length);

            link.receiveBinary(message(golden), 0, message(golden).length);
            World.eventually(() -> {
                link.drain();
                return !frames(recorder).isEmpty();
            });

            assertThat(frames(recorder)).isEqualTo(answers(golden));
        }
    }

    static Stream<Named<JsonNode>> binary() throws IOException {
        return golden("binary");
    }

    private static byte[] message(JsonNode golden) throws IOException {
        byte[] head = PLAIN.writeValueAsBytes(golden.get("head"));
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(
                ByteBuffer.allocate(Integer.BYTES).putInt(head.length).array());
        message.writeBytes(head);
        for (JsonNode piece : golden.get("pieces")) {
            message.writeBytes(piece.binaryValue());
        }
        return message.toByteArray();
    }

    /** The frames of a golden head as Java encodes them, with the pieces where the head says they are. */
    private static Message encoded(JsonNode golden) throws IOException {
        FrameEncoder encoder = new FrameEncoder(
                Json.mapper(IpcLimits.DEFAULT, builder -> {}), MessageForm.BINARY, IpcLimits.DEFAULT.messageBytes());
        Iterator<JsonNode> pieces = golden.get("pieces").iterator();
        JsonNode whole = golden.get("head").get(1);
        List<EncodedFrame> frames = new ArrayList<>();
        for (JsonNode frame : whole.get(0).asInt() == Frame.BATCH ? skipKind(whole) : List.of(whole)) {
            frames.add(encoded(encoder, frame, pieces));
        }
        return Message.of(frames);
    }

    private static List<JsonNode> skipKind(JsonNode batch) {
        List<JsonNode> frames = new ArrayList<>();
        batch.forEach(frames::add);
        return frames.subList(1, frames.size());
    }

    private static EncodedFrame encoded(FrameEncoder encoder, JsonNode frame, Iterator<JsonNode> pieces)
            throws IOException {
        byte[] first = pieces.next().binaryValue();
        if (frame.get(0).asInt() == Frame.REPLY) {
            return encoder.reply(frame.get(1).asLong(), encoder.writer(byte[].class), first);
        }
        Face face = new Face(first, List.of(pieces.next().binaryValue()));
        return encoder.event("clock.face", encoder.writer(Face.class), face);
    }

    @SuppressWarnings("ArrayRecordComponent") // bytes are what is tested
    record Face(byte[] small, List<byte[]> parts) {}

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
                .containsExactly(new Hello(1, "CODE", "KEY", "", 0), new Hello(1, "", "", "TOKEN", 7));
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
        Flux<Integer> count(int to) {
            return Flux.range(1, to);
        }

        @Binding
        List<Integer> sizes(byte[] one, ByteBuffer other) {
            return List.of(one.length, other.remaining());
        }

        @Binding
        @SuppressWarnings("DoNotCallSuggester")
        void declared() {
            throw new CallException("out_of_tea", "try coffee");
        }
    }
}
