package dev.gyre.bench.stages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FixturesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "0 arguments # [2,7,\"Service.none\"]",
                "string argument # [2,7,\"Service.text\",\"hello world\"]",
                "mixed arguments # [2,7,\"Service.mixed\",\"test\",42,true]",
                "variadic # [2,7,\"Service.words\",\"one\",\"two\",\"three\",\"four\",\"five\"]",
                "get user # [2,7,\"Service.getUser\",{\"id\":123}]",
                "update data # [2,7,\"Service.updateData\",{\"data\":\"value\"},{\"flag\":true}]",
                "process event # [2,7,\"Service.processEvent\",{\"event\":\"click\"},{\"x\":100},{\"y\":200}]"
            })
    void callsAreThoseOfThePlan(String label, String frame) {
        assertThat(CallFixture.labelled(label).frame()).asString(UTF_8).isEqualTo(frame);
    }

    @Test
    void beansAreThoseOfThePlan() {
        assertThat(CallFixture.labelled("person").frame())
                .asString(UTF_8)
                .isEqualTo("[2,7,\"Service.person\",{\"name\":\"John Doe\",\"age\":30,\"email\":\"john@example.com\","
                        + "\"address\":\"123 Main St, City, Country\"}]");
        assertThat(CallFixture.labelled("complex").frame())
                .asString(UTF_8)
                .isEqualTo("[2,7,\"Service.complex\",{\"id\":12345,\"name\":\"Test Complex Data\","
                        + "\"tags\":[\"tag1\",\"tag2\",\"tag3\",\"tag4\",\"tag5\"],"
                        + "\"metadata\":{\"key1\":\"value1\",\"key2\":42,\"key3\":true},"
                        + "\"nested\":{\"value\":3.14159,\"enabled\":true}}]");
    }

    @Test
    void aQueryCarriesTheSameCall() {
        String query = new String(CallFixture.labelled("update data").query(), UTF_8);

        assertThat(URLDecoder.decode(query, UTF_8))
                .isEqualTo("object=0&method=0&args="
                        + "{\"id\":7,\"name\":\"Service.updateData\",\"args\":[{\"data\":\"value\"},{\"flag\":true}]}");
    }

    @Test
    void refusesACallThatThePlanHasNot() {
        assertThatThrownBy(() -> CallFixture.labelled("other")).hasMessage("call: other (expected: one of the plan)");
    }
}
