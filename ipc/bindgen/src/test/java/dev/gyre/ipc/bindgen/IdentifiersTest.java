package dev.gyre.ipc.bindgen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifiersTest {

    @ParameterizedTest
    @CsvSource({"Clock,Clock", "a.b-c,a_b_c", "2fa,_2fa"})
    void makesConstantsOfGroups(String group, String constant) {
        assertThat(Identifiers.constant(group)).isEqualTo(constant);
    }

    @ParameterizedTest
    @CsvSource({"name,name", "in,in_", "options,options_", "call,call_", "given,given_"})
    void keepsParametersApartFromWords(String name, String parameter) {
        assertThat(Identifiers.parameter(name)).isEqualTo(parameter);
    }

    @Test
    void quotesWhatIsNoIdentifier() {
        assertThat(Identifiers.key("$plain_1")).isEqualTo("$plain_1");
        assertThat(Identifiers.key("is-it")).isEqualTo("\"is-it\"");
        assertThat(Identifiers.quoted("a\"b\\c\nd\u2028é")).isEqualTo("\"a\\\"b\\\\c\\u000ad\\u2028é\"");
    }
}
