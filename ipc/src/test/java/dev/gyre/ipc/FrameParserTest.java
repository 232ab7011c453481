package dev.gyre.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameParserTest {

    private final FrameParser parser =
            ((FrameFactory) Json.mapper(IpcLimits.DEFAULT, builder -> {}).getFactory()).newFrameParser();

    @AfterEach
    void close() {
        parser.close();
    }

    @Test
    void readsMessageAfterMessageWhateverStandsAroundThem() throws IOException {
        for (String around : new String[] {"", " ", "\n", " \t\r\n "}) {
            for (int i = 0; i < 3; i++) {
                assertThat(read(around + "[" + i + ",\"a\",{\"b\":[1.5]}]" + around))
                        .isEqualTo("[" + i + ",\"a\",{\"b\":[1.5]}]");
            }
        }
    }

    @Test
    void knowsNoNamesOfAnotherObject() throws IOException {
        String same = "[{\"a\":{\"a\":{\"a\":1}}},{\"a\":[{\"a\":1},{\"a\":1}]}]";

        assertThat(read(same)).isEqualTo(same);
        assertThat(read(same)).isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 18, 100, 1000})
    void refusesTheFirstNameAgainHoweverManyStandBetween(int names) throws IOException {
        String distinct =
                IntStream.range(0, names).mapToObj(i -> "\"name" + i + "\":0").collect(Collectors.joining(","));
        assertThat(read("[{" + distinct + "}]")).isEqualTo("[{" + distinct + "}]");

        assertThatThrownBy(() -> read("[{" + distinct + ",\"name0\":0}]"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Duplicate field 'name0'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]x", "[1]]", "[1][2]", "[1],", "[1] tr", "[1]1"})
    void refusesWhatFollows(String message) {
        assertThatThrownBy(() -> read(message))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than one frame");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[", "[1", "[1,", "[\"a", "[tru", "[{\"a", "[{\"a\":", "[\"\\u12", "[-", "[1."})
    void refusesWhatEndsTooEarly(String message) {
        assertThatThrownBy(() -> read(message)).isInstanceOf(IOException.class).hasMessageContaining("unexpected end");
    }

    @Test
    void isWornByMuchInputAndByOneLargeMessage() throws IOException {
        read("[\"" + "x".repeat(60_000) + "\"]");
        assertThat(parser.isWorn()).isFalse();

        read("[\"" + "x".repeat(70_000) + "\"]");
        assertThat(parser.isWorn()).isTrue();
    }

    private String read(String message) throws IOException {
        byte[] bytes = ("  " + message).getBytes(UTF_8);
        parser.begin(bytes, 2, bytes.length - 2);
        assertThat(parser.nextToken()).isEqualTo(JsonToken.START_ARRAY);
        JsonNode tree = parser.readValueAsTree();
        parser.end();
        return tree.toString();
    }
}
