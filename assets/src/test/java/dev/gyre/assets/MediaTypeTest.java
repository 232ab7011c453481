package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MediaTypeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "text/html | text/html",
                "TEXT/HTML | text/html",
                "text/html ;charset=utf-8 | text/html;charset=utf-8",
                "text/html; Charset=UTF-8 | text/html;charset=UTF-8",
                "text/html;charset=a;charset=b | text/html;charset=a",
                "text/html;;;; a=b | text/html;a=b",
                "text/html;a;b=c | text/html;b=c",
                "text/html;a=;b=c | text/html;b=c",
                "text/html;=a;b=c | text/html;b=c",
                "text/html;a b=c | text/html",
                "text/html;a=b c | text/html;a=\"b c\"",
                "text/html;a=\"\" | text/html;a=\"\"",
                "text/html;a=\"b;c\";d=e | text/html;a=\"b;c\";d=e",
                "text/html;a=\"b\\\"c\\\\\"x;d=e | text/html;a=\"b\\\"c\\\\\";d=e",
                "text/html;a=\"b | text/html;a=b",
                "image/svg+xml | image/svg+xml",
            })
    void writesTheTypeAgain(String text, String type) {
        assertThat(MediaType.parse(text)).hasToString(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/",
                "text",
                "text/",
                "/html",
                "text/html/x",
                "te xt/html",
                "text/ html",
                "text /html",
                "text/html\r\nX: y",
                "text/h\u00fctml",
                "*",
                "text/html,text/plain"
            })
    void refusesWhatIsNoType(String text) {
        assertThat(MediaType.parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=b\r\nX: y", "a=\"b\r\nX: y\"", "a=\u0000", "a=\u0100", "a\r\nX=y"})
    void leavesOutWhatCouldEndTheField(String parameter) {
        assertThat(MediaType.parse("text/html;" + parameter)).hasToString("text/html");
    }
}
