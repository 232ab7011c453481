package dev.gyre.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused without a look at the value, and what is left to Jackson. */
class ValueReaderTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "int, \"42\"",
                "int, true",
                "long, \"x\"",
                "boolean, \"true\"",
                "boolean, 1",
                "java.lang.String, 1",
                "java.lang.String, true"
            })
    void refusesScalarsOfAnotherKind(String type, String value) throws Exception {
        assertThat(refuses(strict(), type, value)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "int, 42",
                "java.lang.Integer, \"\"",
                "int, 1.5",
                "int, null",
                "int, []",
                "long, 9007199254740993",
                "java.lang.String, null",
                "java.lang.String, {}",
                "double, \"x\"",
                "java.lang.Object, \"x\""
            })
    void leavesTheRestToJackson(String type, String value) throws Exception {
        assertThat(refuses(strict(), type, value)).isFalse();
    }

    @Test
    void refusesNothingThatTheApplicationHasJacksonTake() throws Exception {
        ObjectMapper lenient =
                Json.mapper(IpcLimits.DEFAULT, builder -> builder.enable(MapperFeature.ALLOW_COERCION_OF_SCALARS));

        assertThat(refuses(lenient, "int", "\"42\"")).isFalse();
        assertThat(refuses(lenient, "boolean", "\"true\"")).isFalse();
    }

    private static ObjectMapper strict() {
        return Json.mapper(IpcLimits.DEFAULT, builder -> {});
    }

    private static boolean refuses(ObjectMapper mapper, String type, String value) throws IOException {
        ValueReader reader = ValueReader.of(mapper, mapper.getTypeFactory().constructFromCanonical(type));
        try (FrameParser parser = ((FrameFactory) mapper.getFactory()).newFrameParser()) {
            byte[] bytes = ("[" + value + "]").getBytes(UTF_8);
            parser.begin(bytes, 0, bytes.length);
            parser.nextToken();
            parser.nextToken();
            return reader.refuses(parser);
        }
    }
}
