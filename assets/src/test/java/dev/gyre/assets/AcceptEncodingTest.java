package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AcceptEncodingTest {

    private static final List<String> BOTH = List.of("br", "gzip");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                // what browsers and web views send
                "gzip, deflate, br, zstd | br",
                "gzip, deflate, br | br",
                "gzip, deflate | gzip",
                "gzip, inflate | gzip",
                "identity | identity",
                // names
                "gzip | gzip",
                "GZip | gzip",
                "x-gzip | gzip",
                "br | br",
                "deflate | identity",
                "gzipped | identity",
                "gzip br | identity",
                "none | identity",
                "'' | identity",
                "', ,' | identity",
                ", gzip,, | gzip",
                // weights
                "gzip;q=1.0, br;q=0.5 | gzip",
                "gzip;q=0.5, br;q=1.0 | br",
                "gzip;q=0.8, br;q=0.8 | br",
                "br;q=0.001, gzip;q=0.002 | gzip",
                "gzip;q=0.000, br;q=0 | identity",
                "br;q=0, gzip | gzip",
                "gzip ; q=0.5 | gzip",
                "gzip;Q=0.5 | gzip",
                "gzip;level=9;q=0 | identity",
                "gzip, gzip;q=0 | identity",
                "x-gzip, gzip;q=0 | identity",
                // identity beside others
                "identity, gzip | gzip",
                "identity;q=0.5, gzip;q=1.0 | gzip",
                "identity;q=1.0, gzip;q=0.5 | identity",
                "identity;q=0.5, gzip;q=0.5 | gzip",
                // any: named encodings only
                "* | identity",
                "*;q=0.5 | identity",
                "*, gzip;q=0.5 | identity",
                "*;q=0.1, gzip | gzip",
                "deflate, * | identity",
                // refusals
                "identity;q=0, gzip | gzip",
                "*;q=0, gzip | gzip",
                "*;q=0, identity | identity",
                "*;q=0, identity;q=0.1, br | br",
                "identity;q=0 | none",
                "*;q=0 | none",
                "identity;q=0, * | none",
                "identity;q=0, deflate | none",
                "gzip;q=0, br;q=0, identity;q=0 | none",
                "identity;q=0.0, gzip;q=0.000 | none",
                // what is malformed says nothing
                "gzip;q=2 | identity",
                "gzip;q= | identity",
                "gzip;q=0.1234 | identity",
                "gzip;q=1.001 | identity",
                "gzip;q=-1 | identity",
                "gzip;q=.5 | identity",
                "gzip;q=0,5 | identity",
                "gzip;q=abc, br | br",
                "identity;q=zero | identity",
                ";q=1 | identity",
            })
    void choosesWhatTheClientNamed(String field, String encoding) {
        assertThat(AcceptEncoding.choose(field, BOTH)).isEqualTo(encoding);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br, gzip", "*", "", "identity"})
    void givesIdentityWhereThereIsNothingElse(String field) {
        assertThat(AcceptEncoding.choose(field, List.of())).isEqualTo("identity");
        assertThat(AcceptEncoding.choose(field, List.of("identity"))).isEqualTo("identity");
    }

    @Test
    void neverGivesWhatIsNotThere() {
        assertThat(AcceptEncoding.choose("br, gzip;q=0.1", List.of("gzip"))).isEqualTo("gzip");
        assertThat(AcceptEncoding.choose("br", List.of("gzip"))).isEqualTo("identity");
        assertThat(AcceptEncoding.choose("identity;q=0, br", List.of("gzip"))).isNull();
        assertThat(AcceptEncoding.choose("identity;q=0, gzip", List.of("identity")))
                .isNull();
    }

    @Test
    void prefersWhatStandsFirstAmongEquals() {
        assertThat(AcceptEncoding.choose("gzip, br", List.of("br", "gzip"))).isEqualTo("br");
        assertThat(AcceptEncoding.choose("gzip, br", List.of("gzip", "br"))).isEqualTo("gzip");
    }

    @Test
    void readsALongFieldOnce() {
        String many = "x,".repeat(8_000) + "gzip";

        assertThat(AcceptEncoding.choose(many, BOTH)).isEqualTo("gzip");
    }

    /** Of any field the answer is identity, or something that the field names. */
    @Test
    void neverGivesWhatTheFieldDoesNotName() {
        List<String> elements = List.of(
                "gzip", "br", "*", "identity", "deflate", "x-gzip", "gzip;q=0", "br;q=0.5", "*;q=0", "identity;q=0");
        for (int mask = 0; mask < 1 << elements.size(); mask++) {
            int chosen = mask;
            String[] some = elements.stream()
                    .filter(each -> (chosen >> elements.indexOf(each) & 1) == 1)
                    .toArray(String[]::new);
            String encoding = AcceptEncoding.choose(String.join(",", some), BOTH);

            boolean isNamed = encoding == null
                    || encoding.equals("identity")
                    || Arrays.stream(some).anyMatch(each -> each.contains(encoding) && !each.endsWith("q=0"));
            assertThat(isNamed).as(Arrays.toString(some)).isTrue();
        }
    }
}
