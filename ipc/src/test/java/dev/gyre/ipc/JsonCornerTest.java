package dev.gyre.ipc;

import static dev.gyre.ipc.Capabilities.calls;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gyre.ipc.spi.CloseReason;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What PROTOCOL.md says of messages at the edges of JSON, as they are on the wire. In the tables {@code '} is a quote,
 * {@code NINES(n)} so many nines, {@code DEEP(n)} so many arrays within one another, {@code HEX(...)} bytes as they are,
 * and the expected answers stand one after the other; {@code ...} is any text.
 */
class JsonCornerTest {

    private final World world = World.of(new Corner());
    private final PageWindow window = world.window(calls("Corner.*"));
    private final RawPage page = RawPage.open(world.ipc, window);

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Integers.
                "[2,1,'Corner.whole',9007199254740992]      | [3,1,9007199254740992]",
                "[2,1,'Corner.whole',-9007199254740992]     | [3,1,-9007199254740992]",
                "[2,1,'Corner.whole',9007199254740993]      | [4,1,'bad_argument','argument 0 (value): 9007199254740993 (expected: -2^53..2^53, ...']",
                "[2,1,'Corner.whole',-9007199254740993]     | [4,1,'bad_argument','argument 0 (value): -9007199254740993 (expected: -2^53..2^53, ...']",
                "[2,1,'Corner.whole',9223372036854775808]   | [4,1,'bad_argument','argument 0 (value): ...']",
                "[2,1,'Corner.whole',NINES(100)]            | [4,1,'bad_argument','argument 0 (value): ...']",
                "[2,1,'Corner.counts',{'a':[1,9007199254740993]}] | [4,1,'bad_argument','argument 0 (counts): property a[1]: 9007199254740993 ...']",
                "[2,1,'Corner.whole',-0]                    | [3,1,0]",
                "[2,1,'Corner.whole',1.0]                   | [4,1,'bad_argument','argument 0 (value): not accepted (expected: an integer in range)']",
                "[2,1,'Corner.whole',1e2]                   | [4,1,'bad_argument','argument 0 (value): not accepted (expected: an integer in range)']",
                "[2,1,'Corner.echo',NINES(100)]             | [4,1,'failed','the result of Corner.echo cannot be sent...']",
                "[2,1,'Corner.echo',NINES(101)]             | MESSAGE",
                "[2,1,'Corner.none',NINES(101)]             | [4,1,'not_available',...] MESSAGE",
                // Fractions.
                "[2,1,'Corner.half',1e308]                  | [3,1,1.0E308]",
                "[2,1,'Corner.half',NINES(100)]             | [3,1,1.0E100]",
                "[2,1,'Corner.half',-0.0]                   | [3,1,-0.0]",
                "[2,1,'Corner.half',1e-400]                 | [3,1,0.0]",
                "[2,1,'Corner.half',NaN]                    | MESSAGE",
                "[2,1,'Corner.half',1e309]                  | [4,1,'bad_argument','argument 0 (value): Infinity (expected: a finite number)']",
                "[2,1,'Corner.half',-1e309]                 | [4,1,'bad_argument','argument 0 (value): -Infinity (expected: a finite number)']",
                "[2,1,'Corner.half','NaN']                  | [4,1,'bad_argument','argument 0 (value): NaN (expected: a finite number)']",
                "[2,1,'Corner.half','1.5']                  | [4,1,'bad_argument','argument 0 (value): not accepted (expected: a number)']",
                "[2,1,'Corner.quarter',1e39]                | [4,1,'bad_argument','argument 0 (value): Infinity (expected: a finite number)']",
                "[2,1,'Corner.echo',{'a':[1,1e309]}]        | [4,1,'bad_argument','argument 0 (value): Infinity (expected: a finite number)']",
                "[2,1,'Corner.tree',{'a':[1,1e309]}]        | [4,1,'bad_argument','argument 0 (value): Infinity (expected: a finite number)']",
                "[2,1,'Corner.tree',{'a':[1,1.5]}]          | [3,1,{'a':[1,1.5]}]",
                "[2,1,'Corner.number',1e309]                | [4,1,'bad_argument','argument 0 (value): Infinity (expected: a finite number)']",
                "[2,1,'Corner.measures',{'one':1e309}]      | [4,1,'bad_argument','argument 0 (measures): property one: Infinity (expected: a finite number)']",
                "[2,1,'Corner.measures',{'boxed':1e309}]    | [4,1,'bad_argument','argument 0 (measures): property boxed: Infinity (expected: a finite number)']",
                "[2,1,'Corner.measures',{'maybe':1e309}]    | [4,1,'bad_argument','argument 0 (measures): property maybe: Infinity (expected: a finite number)']",
                "[2,1,'Corner.measures',{'any':1e309}]      | [4,1,'bad_argument','argument 0 (measures): property any: Infinity (expected: a finite number)']",
                "[2,1,'Corner.measures',{'singles':[1,1e39]}] | [4,1,'bad_argument','argument 0 (measures): property singles[1]: Infinity (expected: a finite number)']",
                "[2,1,'Corner.measures',{'doubles':[1e309]}] | [4,1,'bad_argument','argument 0 (measures): property doubles[0]: Infinity (expected: a finite number)']",
                "[2,1,'Corner.measures',{'listed':[1,-1e309]}] | [4,1,'bad_argument','argument 0 (measures): property listed[1]: -Infinity (expected: a finite number)']",
                "[2,1,'Corner.measures',{'one':1,'boxed':2,'maybe':3,'any':4.5,'singles':[5],'doubles':[6],'listed':[7]}] | [3,1,{'one':1.0,'boxed':2.0,'maybe':3.0,'any':4.5,'singles':[5.0],'doubles':[6.0],'listed':[7.0]}]",
                "[16,[2,1,'Corner.half',1e309],[2,2,'Corner.half',2]] | [4,1,'bad_argument',...] [3,2,2.0]",
                // Ids and kinds that no frame has.
                "[2,9007199254740992,'Corner.text','a']     | [3,9007199254740992,'a']",
                "[2,9007199254740993,'Corner.text','a']     | [4,0,'bad_frame','id: 9007199254740993 (expected: 1..2^53)']",
                "[16,[2,99999999999999999999,'Corner.text','a'],[2,2,'Corner.text','b']] | [4,0,'bad_frame',...] [3,2,'b']",
                "[16,[99999999999999999999],[2,2,'Corner.text','b']] | [4,0,'bad_frame',...] [3,2,'b']",
                "[99999999999999999999]                     | [4,0,'bad_frame',...]",
                "[16,[8,5,99999999999999999999],[2,2,'Corner.text','b']] | [4,0,'bad_frame',...] [3,2,'b']",
                "[16,[2,1,'Corner.sum',99999999999999999999],[2,2,'Corner.text','b']] | [4,1,'bad_argument','argument 0 (numbers): not accepted (expected: the id of an upload)'] [3,2,'b']",
                "[2,0,'Corner.text','a']                    | [4,0,'bad_frame','id: 0 (expected: 1..2^53)']",
                "[2,-1,'Corner.text','a']                   | [4,0,'bad_frame','id: -1 (expected: 1..2^53)']",
                "[2,1.0,'Corner.text','a']                  | [4,0,'bad_frame','id: 0 (expected: 1..2^53)']",
                // Frames that are none, and the frames around them.
                "[16,[2,1,'Corner.text','a'],[[1]],[2,2,'Corner.text','b']]    | [3,1,'a'] [4,0,'bad_frame','kind: none (expected: an integer)'] [3,2,'b']",
                "[16,[2,1,'Corner.text','a'],[{'a':[1]}],[2,2,'Corner.text','b']] | [3,1,'a'] [4,0,'bad_frame','kind: none (expected: an integer)'] [3,2,'b']",
                "[16,[[[]],[[]]],[2,2,'Corner.text','b']]   | [4,0,'bad_frame','kind: none (expected: an integer)'] [3,2,'b']",
                "[[1]]                                      | [4,0,'bad_frame','kind: none (expected: an integer)']",
                "[{}]                                       | [4,0,'bad_frame','kind: none (expected: an integer)']",
                "[16,[16,[2,1,'Corner.text','a']],[2,2,'Corner.text','b']] | [4,0,'bad_frame','kind: 16 ...'] [3,2,'b']",
                "[16,7,[2,2,'Corner.text','b']]             | MESSAGE",
                "[16]                                       | ``",
                "[]                                         | [4,0,'bad_frame','kind: none (expected: an integer)']",
                "{}                                         | MESSAGE",
                "null                                       | MESSAGE",
                "7                                          | MESSAGE",
                "``                                         | MESSAGE",
                "HEX(20)                                    | MESSAGE",
                // Names.
                "[2,1,'Corner.echo',{'a':1,'a':2}]          | MESSAGE",
                "[2,1,'Corner.echo',{'a':1,'\\u0061':2}]    | MESSAGE",
                "[2,1,'Corner.echo',[{'a':1},{'a':1}]]      | [3,1,[{'a':1},{'a':1}]]",
                "[2,1,'Corner.none',{'a':1,'a':2}]          | [4,1,'not_available',...] MESSAGE",
                "[2,1,'Corner.echo',{'__proto__':1,'':2}]   | [3,1,{'__proto__':1,'':2}]",
                "[2,1,'Corner.text\\u0000','a']             | [4,1,'not_available','Corner.text\\u0000 is not available']",
                "[2,1,'Corner.te\\u0078t','a']              | [3,1,'a']",
                "[2,1,'\\ud800','a']                        | [4,1,'not_available','\ufffd is not available']",
                // Depth: the frame is the first array, a batch the one before.
                "[2,1,'Corner.echo',DEEP(63)]               | [3,1,DEEP(63)]",
                "[2,1,'Corner.echo',DEEP(64)]               | MESSAGE",
                "[16,[2,1,'Corner.echo',DEEP(62)]]          | [3,1,DEEP(62)]",
                "[16,[2,1,'Corner.text','a'],[2,2,'Corner.echo',DEEP(63)]] | [3,1,'a'] MESSAGE",
                "[2,1,'Corner.none',DEEP(64)]               | [4,1,'not_available',...] MESSAGE",
                // Text.
                "[2,1,'Corner.text','\\u0000\\u2028\\u2029\\u007f'] | [3,1,'\\u0000\u2028\u2029\u007f']",
                "[2,1,'Corner.length','\\ud83d\\ude00']     | [3,1,2]",
                "[2,1,'Corner.length','\\ud83d']            | [3,1,1]",
                "[2,1,'Corner.text','\\ud83d']              | [3,1,'\ud83d']",
                "[2,1,'Corner.text','\\ude00\\ud83d']       | [3,1,'\ude00\ud83d']",
                "[2,1,'Corner.text','HEX(00)']              | MESSAGE",
                "[2,1,'Corner.text','HEX(e280a8)']          | [3,1,'\u2028']",
                "[2,1,'Corner.text','\\x41']                | MESSAGE",
                "[2,1,'Corner.text','a                      | MESSAGE",
                // After the frame.
                "[2,1,'Corner.text','a'] HEX(090d0a)        | [3,1,'a']",
                "[2,1,'Corner.text','a']HEX(00)             | [3,1,'a'] MESSAGE",
                "[2,1,'Corner.text','a'][13]                | [3,1,'a'] MESSAGE",
                "HEX(efbbbf)[13]                            | MESSAGE",
            })
    void answersATextMessage(String message, String expected) {
        page.send(bytes(message));

        assertAnswers(expected);
    }

    @ParameterizedTest
    @CsvSource({"c0af", "c3", "eda080", "f4908080", "ff", "e282"})
    void endsASessionWhoseTextIsNoUtf8(String hex) {
        page.send(bytes("[2,1,'Corner.text','HEX(" + hex + ")']"));

        assertThat(page.reason()).isEqualTo(CloseReason.NOT_UTF8);
        assertThat(window.session()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[[[2],[1]],[2,1,'Corner.sizes',0,1]]       | 616263 | [3,1,[2,1]]",
                "[[[2,3],[1,'x',4]],[2,1,'Corner.sizes',1,0]] | 616263 | [3,1,[1,2]]",
                "[[[3]],[2,1,'Corner.sizes',0,0]]           | 616263 | [3,1,[3,3]]",
                "[[],[2,1,'Corner.sizes','YWI=','']]        | ``     | [3,1,[2,0]]",
                "[[[0],[3],[0]],[2,1,'Corner.sizes',0,2]]   | 616263 | [3,1,[0,0]]",
                // A number that is not a piece's.
                "[[[3]],[2,1,'Corner.sizes',0,1]]           | 616263 | [4,1,'bad_argument','argument 1 (more): not accepted (expected: bytes)']",
                "[[[3]],[2,1,'Corner.sizes',-1,0]]          | 616263 | [4,1,'bad_argument','argument 0 (some): not accepted (expected: bytes)']",
                "[[[3]],[2,1,'Corner.sizes',99999999999999999999,0]] | 616263 | [4,1,'bad_argument','argument 0 (some): not accepted (expected: bytes)']",
                "[[[3]],[2,1,'Corner.sizes',4294967296,0]]  | 616263 | [4,1,'bad_argument','argument 0 (some): not accepted (expected: bytes)']",
                "[[[3]],[2,1,'Corner.sizes',0.0,0]]         | 616263 | [4,1,'bad_argument','argument 0 (some): not accepted (expected: bytes)']",
                "[[[3]],[2,1,'Corner.sizes',[0],0]]         | 616263 | [4,1,'bad_argument','argument 0 (some): not accepted (expected: bytes)']",
                "[[],[2,1,'Corner.sizes',0,0]]              | ``     | [4,1,'bad_argument','argument 0 (some): not accepted (expected: bytes)']",
                // Where no bytes belong a number is a number.
                "[[[3]],[2,1,'Corner.whole',0]]             | 616263 | [3,1,0]",
                "[[[3]],[2,1,'Corner.echo',{'a':0}]]        | 616263 | [3,1,{'a':0}]",
                // Tables that do not add up.
                "[[[2]],[2,1,'Corner.whole',0]]             | 616263 | MESSAGE",
                "[[[4]],[2,1,'Corner.whole',0]]             | 616263 | MESSAGE",
                "[[[-1],[4]],[2,1,'Corner.whole',0]]        | 616263 | MESSAGE",
                "[[[4],[-1]],[2,1,'Corner.whole',0]]        | 616263 | MESSAGE",
                "[[[2147483647],[2147483647],[5]],[2,1,'Corner.whole',0]] | 616263 | MESSAGE",
                "[[[4294967299]],[2,1,'Corner.whole',0]]    | 616263 | MESSAGE",
                "[[[9223372036854775807],[9223372036854775807],[5]],[2,1,'Corner.whole',0]] | 616263 | MESSAGE",
                "[[[99999999999999999999]],[2,1,'Corner.whole',0]] | 616263 | MESSAGE",
                "[[[3.0]],[2,1,'Corner.whole',0]]           | 616263 | MESSAGE",
                "[[['3']],[2,1,'Corner.whole',0]]           | 616263 | MESSAGE",
                "[[[null]],[2,1,'Corner.whole',0]]          | 616263 | MESSAGE",
                "[[[]],[2,1,'Corner.whole',0]]              | ``     | MESSAGE",
                "[[3],[2,1,'Corner.whole',0]]               | 616263 | MESSAGE",
                "[[{'a':3}],[2,1,'Corner.whole',0]]         | 616263 | MESSAGE",
                "[[[3,[1]]],[2,1,'Corner.whole',0]]         | 616263 | MESSAGE",
                "[[[3,{'a':1}]],[2,1,'Corner.whole',0]]     | 616263 | MESSAGE",
                "[{},[2,1,'Corner.whole',0]]                | ``     | MESSAGE",
                "[3,[2,1,'Corner.whole',0]]                 | 616263 | MESSAGE",
                "[[[3]]]                                    | 616263 | MESSAGE",
                "[[[3]],7]                                  | 616263 | MESSAGE",
                "{}                                         | ``     | MESSAGE",
                "``                                         | ``     | MESSAGE",
                "[[[3]],[2,1,'Corner.whole',0]              | 616263 | [3,1,0] MESSAGE",
                "[[[3]],[2,1,'Corner.whole',0],[13]]        | 616263 | [3,1,0] MESSAGE",
                "[[[3]],[2,1,'Corner.whole',0]][]           | 616263 | [3,1,0] MESSAGE",
                // A batch is no frame.
                "[[],[16,[2,1,'Corner.whole',0]]]           | ``     | [4,0,'bad_frame','kind: 16 ...']",
                // The head is JSON like any other.
                "[[],[2,1,'Corner.whole',9007199254740993]] | ``     | [4,1,'bad_argument','argument 0 (value): 9007199254740993 ...']",
                "[[],[2,1,'Corner.echo',NINES(101)]]        | ``     | MESSAGE",
                "[[],[2,1,'Corner.echo',{'a':1,'a':2}]]     | ``     | MESSAGE",
                "[[],[2,1,'Corner.echo',DEEP(62)]]          | ``     | [3,1,DEEP(62)]",
                "[[],[2,1,'Corner.echo',DEEP(63)]]          | ``     | MESSAGE",
                "[[],[2,1,'Corner.text','HEX(c0af)']]       | ``     | MESSAGE",
                "[[],[2,1,'Corner.text','HEX(00)']]         | ``     | MESSAGE",
                "HEX(efbbbf)[[],[2,1,'Corner.whole',0]]     | ``     | MESSAGE",
                "[[],[[1]]]                                 | ``     | [4,0,'bad_frame','kind: none (expected: an integer)']",
                "[[],[99999999999999999999]]                | ``     | [4,0,'bad_frame',...]",
            })
    void answersABinaryMessage(String head, String pieces, String expected) {
        byte[] written = bytes(head);

        page.sendBinary(RawPage.binary(written.length, written, HexFormat.of().parseHex(pieces)));

        assertAnswers(expected);
    }

    @ParameterizedTest
    @CsvSource({"-1", "-2147483648", "22", "26", "2147483647", "1", "0"})
    void answersABinaryMessageWhoseHeadHasAnotherLength(int length) {
        byte[] head = bytes("[[],[2,1,'Corner.nil']]");
        assertThat(head).hasSize(23);

        page.sendBinary(RawPage.binary(length, head, new byte[2]));

        assertAnswers("MESSAGE");
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "3"})
    void answersABinaryMessageWithoutALength(int size) {
        page.sendBinary(new byte[size]);

        assertAnswers("MESSAGE");
    }

    /** The answers, in order, and that the next message is served as if nothing had been. */
    private void assertAnswers(String expected) {
        page.send("[16,[2,900,\"Corner.text\",\"next\"]]");
        assertThat(page.outcome(900).toString()).isEqualTo("[3,900,\"next\"]");

        String answers = page.frames().stream().map(JsonNode::toString).collect(Collectors.joining(" "));

        assertThat(answers).matches(pattern(expected) + " ?\\Q[3,900,\"next\"]\\E");
        assertThat(page.reason()).isNull();
    }

    private static String pattern(String expected) {
        return Arrays.stream(written(expected)
                        .replace("MESSAGE", "[4,0,\"bad_frame\",\"message: ...\",1]")
                        .split("\\.\\.\\.", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
    }

    private static String written(String text) {
        String written = text.replace('\'', '"');
        written = replaced(written, "NINES", n -> "9".repeat(Integer.parseInt(n)));
        return replaced(written, "DEEP", n -> "[".repeat(Integer.parseInt(n)) + "]".repeat(Integer.parseInt(n)));
    }

    /** What a table writes, as it goes over the wire; Latin-1 keeps bytes as they are. */
    private static byte[] bytes(String text) {
        return replaced(written(text), "HEX", hex -> new String(HexFormat.of().parseHex(hex), ISO_8859_1))
                .getBytes(ISO_8859_1);
    }

    private static String replaced(String text, String word, UnaryOperator<String> by) {
        return Pattern.compile(word + "\\((\\w*)\\)")
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(by.apply(found.group(1))));
    }

    static final class Corner {

        @Binding(nonBlocking = true)
        Object echo(Object value) {
            return value;
        }

        @Binding(nonBlocking = true)
        String text(String text) {
            return text;
        }

        @Binding(nonBlocking = true)
        int length(String text) {
            return text.length();
        }

        @Binding(nonBlocking = true)
        long whole(long value) {
            return value;
        }

        @Binding(nonBlocking = true)
        double half(double value) {
            return value;
        }

        @Binding(nonBlocking = true)
        float quarter(float value) {
            return value;
        }

        @Binding(nonBlocking = true)
        JsonNode tree(JsonNode value) {
            return value;
        }

        @Binding(nonBlocking = true)
        Number number(Number value) {
            return value;
        }

        @Binding(nonBlocking = true)
        Measures measures(Measures measures) {
            return measures;
        }

        @Binding(nonBlocking = true)
        Map<String, List<Long>> counts(Map<String, List<Long>> counts) {
            return counts;
        }

        @Binding(nonBlocking = true)
        List<Integer> sizes(byte[] some, byte[] more) {
            return List.of(some.length, more.length);
        }

        @Binding(nonBlocking = true)
        void nil() {}

        @Binding(nonBlocking = true)
        Mono<Integer> sum(Flux<Integer> numbers) {
            return numbers.reduce(0, Integer::sum);
        }
    }

    /** Every place that a fraction may stand in. */
    static final class Measures {
        public double one;
        public Double boxed;
        public OptionalDouble maybe = OptionalDouble.empty();
        public Object any;
        public float[] singles = {};
        public double[] doubles = {};
        public List<Double> listed = List.of();
    }
}
