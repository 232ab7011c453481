package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResponseFieldsTest {

    private static final Map<String, String> FIELDS = new LinkedHashMap<>();

    static {
        FIELDS.put("Content-Type", "text/plain; charset=utf-8");
        FIELDS.put("Empty", "");
        FIELDS.put("ETag", "\"a: b\"");
    }

    @Test
    void areWrittenInTheirOrderAndReadBackAsTheyWere() {
        ResponseFields fields = new ResponseFields(FIELDS);

        assertThat(new String(ResponseFields.encoded(fields), ISO_8859_1))
                .isEqualTo("Content-Type: text/plain; charset=utf-8\r\nEmpty: \r\nETag: \"a: b\"\r\n");
        assertThat(fields).isEqualTo(FIELDS).containsEntry("ETag", "\"a: b\"");
        assertThat(ResponseFields.encoded(FIELDS)).isEqualTo(ResponseFields.encoded(fields));
    }

    @ParameterizedTest
    @CsvSource({"'X\r\nY', a", "X Y, a", "'', a", "X, 'a\r\nSet-Cookie: b'", "X, 'a\n'", "X, 'a\0'"})
    void couldNeverBeTakenForOthers(String name, String value) {
        Map<String, String> field = Map.of(name, value);

        assertThatThrownBy(() -> ResponseFields.encoded(field))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("field: ");
    }
}
