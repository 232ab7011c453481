package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteRangesTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-9, 0, 10",
        "bytes=0-, 0, 10",
        "bytes=9-, 9, 1",
        "bytes=9-9, 9, 1",
        "bytes=9-10, 9, 1",
        "bytes=5-100, 5, 5",
        "bytes=-1, 9, 1",
        "bytes=-9, 1, 9",
        "bytes=-10, 0, 10",
        "bytes=-11, 0, 10",
        "BYTES=1-2, 1, 2",
        "bytes= 1 - 2 , 1, 2",
        "'bytes=15-,0-5', 0, 6",
        "'bytes=-0,0-5', 0, 6",
        "'bytes=,,1-2,', 1, 2",
        "bytes=0-99999999999999999999999, 0, 10",
        "bytes=-99999999999999999999999, 0, 10"
    })
    void findsTheRange(String field, long start, long length) {
        assertThat(ByteRanges.parse(field, 10).parts()).containsExactly(new ByteRange(start, length));
    }

    /** Each as first-last. */
    @ParameterizedTest
    @CsvSource({
        "'bytes=0-1,3-4', 0-1 3-4",
        "'bytes=8-,0-1', 8-9 0-1",
        "'bytes=-1,0-0', 9-9 0-0",
        "'bytes=0-4,5-9', 0-4 5-9",
        "'bytes=0-5,4-7', 0-5 4-7",
        "'bytes=0-0,0-0,0-0', 0-0 0-0 0-0",
        "'bytes=0-0 , 20- , 2-2', 0-0 2-2"
    })
    void keepsSeveralRangesInTheirOrder(String field, String parts) {
        List<ByteRange> expected = Arrays.stream(parts.split(" ", -1))
                .map(part -> ByteRange.parse(part, 10))
                .toList();

        assertThat(ByteRanges.parse(field, 10).parts()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes 0-1",
                "lines=0-1",
                "bytes=",
                "bytes= , ,",
                "bytes=0-,0-",
                "bytes=0-,0-,0-",
                "bytes=0-5,5-9",
                "bytes=0-8,-2"
            })
    void servesTheWhole(String field) {
        assertThat(ByteRanges.parse(field, 10)).isEqualTo(ByteRanges.WHOLE);
        assertThat(ByteRanges.parse(null, 10)).isEqualTo(ByteRanges.WHOLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=10-",
                "bytes=10-20",
                "bytes=-0",
                "bytes=5-4",
                "bytes=-",
                "bytes=7",
                "bytes=a-b",
                "bytes=0x1-2",
                "bytes=--1",
                "bytes=1-2-3",
                "bytes=0-1,x",
                "bytes=10-,11-,-0",
                "bytes=99999999999999999999-",
                "bytes=\u0661-\u0662",
                "bytes=+1-2"
            })
    void saysThatARangeCannotBe(String field) {
        assertThat(ByteRanges.parse(field, 10)).isEqualTo(ByteRanges.UNSATISFIABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-", "bytes=0-0", "bytes=-5", "bytes=-0", "bytes=x"})
    void servesTheWholeOfNothing(String field) {
        assertThat(ByteRanges.parse(field, 0)).isEqualTo(ByteRanges.WHOLE);
    }

    @Test
    void servesSixteenRangesAndNotOneMore() {
        assertThat(ByteRanges.parse(singles(16), 1000).parts()).hasSize(16);
        assertThat(ByteRanges.parse(singles(17), 1000)).isEqualTo(ByteRanges.WHOLE);
        assertThat(ByteRanges.parse(singles(5000), 100_000)).isEqualTo(ByteRanges.WHOLE);
    }

    private static String singles(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> 2 * i + "-" + 2 * i)
                .collect(Collectors.joining(",", "bytes=", ""));
    }
}
