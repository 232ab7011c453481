package dev.gyre.ipc;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.gyre.ipc.shapes.PublicBeans;
import dev.gyre.ipc.spi.MessageForm;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {

    private final ObjectMapper mapper = Json.mapper(IpcLimits.DEFAULT, builder -> {});
    private final FrameEncoder encoder = new FrameEncoder(mapper, MessageForm.BINARY, IpcLimits.DEFAULT.messageBytes());

    @ParameterizedTest
    @MethodSource("values")
    void bringsEveryShapeThereAndBack(Object value) throws IOException {
        List<String> logged = new ArrayList<>();
        Handler listener = listener(logged);
        Logger afterburner = Logger.getLogger("");
        afterburner.addHandler(listener);
        try {
            byte[] frame =
                    encoder.reply(1, encoder.writer(value.getClass()), value).json();

            try (JsonParser parser = mapper.getFactory().createParser(frame)) {
                parser.nextToken();
                parser.nextToken();
                parser.nextToken();
                parser.nextToken();
                Object back = mapper.readerFor(value.getClass()).readValue(parser);
                assertThat(back).usingRecursiveComparison().isEqualTo(value);
            }
            assertThat(logged).as("what Afterburner complains about").isEmpty();
        } finally {
            afterburner.removeHandler(listener);
        }
    }

    static Stream<Object> values() {
        return Stream.of(
                "hello world",
                42,
                true,
                new Person("John Doe", 30, "john@example.com", "123 Main St, City, Country"),
                new PublicBeans.Complex(
                        12345,
                        "Test Complex Data",
                        List.of("tag1", "tag2", "tag3", "tag4", "tag5"),
                        new LinkedHashMap<>(Map.of("key1", "value1", "key2", 42, "key3", true)),
                        new PublicBeans.Nested(3.14159, true)),
                IntStream.range(0, 1000).toArray(),
                new String[] {"one", "two", "three", "four", "five"},
                new PublicBeans.Bean(7, "public", 1L << 53, true),
                new PublicBeans.Fields(7, "fields"),
                PublicBeans.PackageConstructor.of("package"),
                PublicBeans.ProtectedConstructor.of("protected"),
                PublicBeans.PrivateConstructor.of("private"),
                new PackageBean("package bean"),
                new Secretive("private record"),
                new Times(Instant.EPOCH, Duration.ofMinutes(1), Optional.of("x"), Optional.empty()),
                Color.GREEN);
    }

    @Test
    void keepsUnmarkedLookalikesOfEncodingErrorsApart() {
        for (String good :
                List.of("", "a", "\u00fc", "\u20ac", "\ud83d\ude00", "x".repeat(100) + "\u00fc", "\udbff\udfff")) {
            assertThat(isValid(good.getBytes(UTF_8))).as(good).isTrue();
        }
        for (String bad : List.of(
                "c080",
                "c1bf",
                "e08080",
                "e09fbf",
                "f0808080",
                "f08fbfbf",
                "eda080",
                "edbfbf",
                "f4908080",
                "f5808080",
                "ff",
                "80",
                "c3",
                "e282",
                "f09f98",
                "c328",
                "e28228",
                "f09f9828")) {
            byte[] bytes = java.util.HexFormat.of().parseHex(bad);
            assertThat(isValid(bytes)).as(bad).isFalse();
        }
    }

    @Test
    void agreesWithTheJdkAboutEveryTwoBytes() {
        for (int i = 0; i < 1 << 16; i++) {
            byte[] bytes = {(byte) (i >> 8), (byte) i};
            boolean jdk = java.util.Arrays.equals(new String(bytes, UTF_8).getBytes(UTF_8), bytes);
            assertThat(isValid(bytes)).as("%04x", i).isEqualTo(jdk);
        }
    }

    @Test
    void readsUtf8AndNoOtherEncoding() {
        for (byte[] bytes :
                List.of("[1]".getBytes(UTF_16BE), "[1]".getBytes(UTF_16LE), "\ufeff[1]".getBytes(UTF_16BE))) {
            assertThat(reads(bytes)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1] 2",
                "{\"a\":1,\"a\":2}",
                "[1,]",
                "[NaN]",
                "[01]",
                "['a']",
                "[\"\\x\"]",
                "[1]//",
                "{\"a\":{\"b\":1,\"b\":1}}",
                "[\"\t\"]",
                "[+1]",
                "[.5]",
                "[1.]"
            })
    void refusesWhatIsNotStrictJson(String text) {
        assertThat(reads(text.getBytes(UTF_8))).isFalse();
    }

    @Test
    void boundsDepthAndNumbers() {
        // The frame around it is the 64th.
        assertThat(reads(("[".repeat(63) + "]".repeat(63)).getBytes(UTF_8))).isTrue();
        assertThat(reads(("[".repeat(64) + "]".repeat(64)).getBytes(UTF_8))).isFalse();
        assertThat(reads(("[" + "1".repeat(100) + "]").getBytes(UTF_8))).isTrue();
        assertThat(reads(("[" + "1".repeat(101) + "]").getBytes(UTF_8))).isFalse();
    }

    @Test
    void refusesClassNamesInData() {
        String gadget = "{\"@class\":\"" + Gadget.class.getName() + "\"}";

        assertThatThrownBy(() -> mapper.readValue(gadget, Polymorphic.class)).hasMessageContaining("denied");
        assertThatThrownBy(() -> mapper.readValue("[\"java.util.ArrayList\",[]]", Person.class))
                .isInstanceOf(IOException.class);
    }

    @Test
    void keepsWorkingAfterAnEncodingFailed() throws IOException {
        assertThatThrownBy(() -> encoder.reply(1, encoder.writer(Long.class), (1L << 53) + 1))
                .hasMessageStartingWith("9007199254740993 (expected: -2^53..2^53");
        assertThatThrownBy(() -> encoder.reply(1, encoder.writer(long[].class), new long[] {-(1L << 53) - 1}))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> encoder.reply(
                        1, encoder.writer(PublicBeans.Bean.class), new PublicBeans.Bean(1, "x", 1L << 60, false)))
                .hasMessageContaining("PublicBeans$Bean[\"big\"]");

        assertThat(new String(
                        encoder.reply(2, encoder.writer(Long.class), 1L << 53).json(), UTF_8))
                .isEqualTo("[3,2,9007199254740992]");
    }

    @ParameterizedTest
    @MethodSource("notFinite")
    void refusesToSendWhatIsNoFiniteNumber(Object value, String place) throws IOException {
        assertThatThrownBy(() -> encoder.reply(1, encoder.writer(value.getClass()), value))
                .isInstanceOfSatisfying(
                        JsonProcessingException.class,
                        refused -> assertThat(Text.unsendable(refused))
                                .startsWith(place)
                                .endsWith(" (expected: a finite number)"));

        assertThat(new String(
                        encoder.reply(2, encoder.writer(Double.class), 1e308).json(), UTF_8))
                .isEqualTo("[3,2,1.0E308]");
    }

    static Stream<Arguments> notFinite() {
        return Stream.of(
                arguments(Double.NaN, ": NaN"),
                arguments(Double.POSITIVE_INFINITY, ": Infinity"),
                arguments(Float.NEGATIVE_INFINITY, ": -Infinity"),
                arguments(new BigDecimal("1E+309"), ": 1E+309"),
                arguments(new double[] {1, Double.NaN}, ": NaN"),
                arguments(new float[] {1, Float.NaN}, ": NaN"),
                arguments(new Double[] {1.0, Double.NaN}, ": property [1]: NaN"),
                arguments(OptionalDouble.of(Double.NaN), ": NaN"),
                arguments(DoubleNode.valueOf(Double.NaN), ": NaN"),
                arguments(List.of(1.0, Double.NaN), ": property [1]: NaN"),
                arguments(Map.of("a", List.of(Float.NaN)), ": property a[0]: NaN"),
                arguments(new PublicBeans.Nested(Double.NaN, true), ": property value: NaN"),
                arguments(new Measured(1, Double.NaN), ": property boxed: NaN"),
                arguments(new Measured(Double.NaN, 1.0), ": property one: NaN"),
                arguments(Map.of("singles", new float[] {Float.NaN}), ": property singles: NaN"));
    }

    @Test
    void handsOutFramesThatShareNothing() throws Exception {
        List<Thread> threads = new ArrayList<>();
        List<String> wrong = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < 4; t++) {
            String stamp = String.valueOf((char) ('a' + t)).repeat(50 + 700 * t);
            Thread thread = new Thread(() -> encodeMany(stamp, wrong));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join(30_000);
        }

        assertThat(wrong).isEmpty();
        assertThat(threads).noneMatch(Thread::isAlive);
    }

    @Test
    void agreesWithTheConformanceSuite() throws IOException {
        String folder = System.getProperty("gyre.conformance", "");
        assumeTrue(!folder.isEmpty(), "conformance cases did not run: -Dgyre.conformance is not set");
        List<String> wrong = new ArrayList<>();
        List<String> lines = Files.readAllLines(Path.of(folder, "json-parsing.jsonl"));
        for (String line : lines) {
            JsonNode test = new ObjectMapper().readTree(line);
            boolean accepted =
                    reads(Base64.getDecoder().decode(test.get("bytes_b64").asText()));
            if (accepted != test.get("accept").asBoolean()) {
                wrong.add(test.get("name").asText() + " accepted: " + accepted);
            }
        }
        assertThat(lines).hasSizeGreaterThan(200);
        assertThat(wrong).isEmpty();
    }

    @Test
    void leavesTextsOfAStreamToTheSerializerOfTheApplication() throws IOException {
        SimpleModule loud = new SimpleModule().addSerializer(String.class, new Loud());
        FrameEncoder other = new FrameEncoder(
                Json.mapper(IpcLimits.DEFAULT, builder -> builder.addModule(loud)), MessageForm.BINARY, 1000);

        assertThat(written(encoder, "a\"ü")).isEqualTo("[\"a\\\"ü\"]");
        assertThat(written(other, "a\"ü")).isEqualTo("[\"A\\\"Ü\"]");
    }

    private static String written(FrameEncoder by, String text) throws IOException {
        return new String(
                by.encode(generator -> by.write(generator, by.writer(String.class), text))
                        .json(),
                UTF_8);
    }

    private static final class Loud extends StdSerializer<String> {

        private static final long serialVersionUID = 1;

        Loud() {
            super(String.class);
        }

        @Override
        public void serialize(String value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(value.toUpperCase(Locale.ROOT));
        }
    }

    private void encodeMany(String stamp, List<String> wrong) {
        try {
            for (int i = 0; i < 5000; i++) {
                String frame = new String(
                        encoder.reply(i, encoder.writer(String.class), stamp).json(), UTF_8);
                if (!frame.equals("[3," + i + ",\"" + stamp + "\"]")) {
                    wrong.add(frame);
                }
            }
        } catch (IOException e) {
            wrong.add(e.toString());
        }
    }

    /** As the one value of a frame: strict UTF-8, then every token, and nothing after the value. */
    private boolean reads(byte[] bytes) {
        if (!isValid(bytes)) {
            return false;
        }
        byte[] frame = framed(bytes);
        try (FrameParser parser = ((FrameFactory) mapper.getFactory()).newFrameParser()) {
            parser.begin(frame, 0, frame.length);
            parser.nextToken();
            if (parser.nextToken() == JsonToken.END_ARRAY) {
                return false;
            }
            parser.<JsonNode>readValueAsTree();
            boolean single = parser.nextToken() == JsonToken.END_ARRAY;
            parser.end();
            return single;
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] framed(byte[] value) {
        ByteBuffer frame = ByteBuffer.allocate(value.length + 2);
        return frame.put((byte) '[').put(value).put((byte) ']').array();
    }

    private static boolean isValid(byte[] bytes) {
        return Utf8.isValid(bytes, 0, bytes.length);
    }

    private static Handler listener(List<String> logged) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    enum Color {
        GREEN
    }

    record Person(String name, int age, String email, String address) {}

    private record Secretive(String text) {}

    record Measured(double one, Double boxed) {}

    record Times(Instant at, Duration length, Optional<String> some, Optional<String> none) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    interface Polymorphic {}

    static final class Gadget implements Polymorphic {}

    static final class PackageBean {
        private String text;

        PackageBean() {
            this("");
        }

        PackageBean(String text) {
            this.text = text;
        }

        public String getText() {
            return text;
        }

        public void setText(String text) {
            this.text = Objects.requireNonNull(text);
        }
    }
}
