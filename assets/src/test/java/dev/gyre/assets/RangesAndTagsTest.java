package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RangesAndTagsTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-9, 0, 10",
        "bytes=0-, 0, 10",
        "bytes=9-, 9, 1",
        "bytes=9-9, 9, 1",
        "bytes=5-100, 5, 5",
        "bytes=-1, 9, 1",
        "bytes=-10, 0, 10",
        "bytes=-11, 0, 10",
        "BYTES=1-2, 1, 2",
        "bytes= 1 - 2 , 1, 2",
        "bytes=0-99999999999999999999999, 0, 10"
    })
    void findsTheRange(String field, long start, long length) {
        assertThat(ByteRange.parse(field, 10)).isEqualTo(new ByteRange(start, length));
    }

    @Test
    void servesTheOnlyRangeThatExistsOfSeveral() {
        assertThat(ByteRange.parse("bytes=15-,0-5", 10)).isEqualTo(new ByteRange(0, 6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes", "lines=0-1", "bytes=", "bytes= , ,", "bytes=0-1,3-4", "bytes=0-,0-,0-"})
    void servesTheWhole(String field) {
        assertThat(ByteRange.parse(field, 10)).isEqualTo(ByteRange.WHOLE);
        assertThat(ByteRange.parse(null, 10)).isEqualTo(ByteRange.WHOLE);
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
                "bytes=99999999999999999999-",
                "bytes=\u0661-\u0662",
                "bytes=+1-2"
            })
    void saysThatARangeCannotBe(String field) {
        assertThat(ByteRange.parse(field, 10)).isEqualTo(ByteRange.UNSATISFIABLE);
    }

    @Test
    void hasNothingToServeOfAnEmptyFile() {
        assertThat(ByteRange.parse("bytes=0-", 0)).isEqualTo(ByteRange.UNSATISFIABLE);
        assertThat(ByteRange.parse("bytes=-5", 0)).isEqualTo(ByteRange.UNSATISFIABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"a\"", "W/\"a\"", "*", " * ", "\"b\", \"a\"", "\"b\",,\"a\"", "W/\"b\" , W/\"a\"", "\"b\"\"a\""
            })
    void matchesTagsWeakly(String field) {
        assertThat(EntityTags.matches(field, "\"a\"")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\"b\"", "\"a", "w/\"a\"", "\"b c\", \"a\"", "b, \"a\"", "\"A\"", "**"})
    void doesNotMatchWhatIsNoTagOrAnother(String field) {
        assertThat(EntityTags.matches(field, "\"a\"")).isFalse();
        assertThat(EntityTags.matches(null, "\"a\"")).isFalse();
    }

    @Test
    void comparesIfRangeStrongly() {
        assertThat(EntityTags.permitsRange(null, "\"a\"")).isTrue();
        assertThat(EntityTags.permitsRange("\"a\"", "\"a\"")).isTrue();
        assertThat(EntityTags.permitsRange("W/\"a\"", "\"a\"")).isFalse();
        assertThat(EntityTags.permitsRange("\"b\"", "\"a\"")).isFalse();
        assertThat(EntityTags.permitsRange("Mon, 23 Nov 2026 00:00:00 GMT", "\"a\""))
                .isFalse();
    }
}
