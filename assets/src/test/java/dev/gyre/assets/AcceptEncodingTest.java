package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AcceptEncodingTest {

    private static final Set<ContentEncoding> ALL = EnumSet.allOf(ContentEncoding.class);
    private static final Set<ContentEncoding> PLAIN = EnumSet.of(ContentEncoding.IDENTITY);
    private static final Set<ContentEncoding> GZIPPED = EnumSet.of(ContentEncoding.IDENTITY, ContentEncoding.GZIP);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                // what browsers and web views send
                "gzip, deflate, br, zstd | BROTLI",
                "gzip, deflate, br | BROTLI",
                "gzip, deflate | GZIP",
                "gzip, inflate | GZIP",
                "identity | IDENTITY",
                "identity;q=1, *;q=0 | IDENTITY",
                // names
                "gzip | GZIP",
                "GZip | GZIP",
                "x-gzip | GZIP",
                "br | BROTLI",
                "deflate | IDENTITY",
                "gzipped | IDENTITY",
                "gzipped, brr | IDENTITY",
                "zstd | IDENTITY",
                "gzip br | IDENTITY",
                "none | IDENTITY",
                "'' | IDENTITY",
                "', ,' | IDENTITY",
                ",, , | IDENTITY",
                ", gzip,, | GZIP",
                // weights
                "gzip;q=1.0, br;q=0.5 | GZIP",
                "gzip;q=0.5, br;q=1.0 | BROTLI",
                "gzip;q=0.8, br;q=0.8 | BROTLI",
                "br;q=0.8,gzip;q=0.8 | BROTLI",
                "br;q=0.5, gzip;q=0.8 | GZIP",
                "br;q=0.001 | BROTLI",
                "br;q=0, gzip;q=0 | IDENTITY",
                "br;q=0.001, gzip;q=0.002 | GZIP",
                "gzip;q=0.000, br;q=0 | IDENTITY",
                "br;q=0, gzip | GZIP",
                "gzip ; q=0.5 | GZIP",
                "gzip;Q=0.5 | GZIP",
                "GZIP;Q=1 | GZIP",
                "gzip, gzip;q=0 | IDENTITY",
                "x-gzip, gzip;q=0 | IDENTITY",
                // identity beside others
                "identity, gzip | GZIP",
                "identity;q=0.5, gzip;q=1.0 | GZIP",
                "identity;q=1.0, gzip;q=0.5 | IDENTITY",
                "identity;q=0.5, gzip;q=0.4 | IDENTITY",
                "identity;q=0.5, gzip;q=0.5 | GZIP",
                // any: named encodings only
                "* | IDENTITY",
                "*;q=0.5 | IDENTITY",
                "*, gzip;q=0.5 | IDENTITY",
                "*;q=1, gzip;q=0 | IDENTITY",
                "*;q=0.1, gzip | GZIP",
                "deflate, * | IDENTITY",
                // refusals
                "identity;q=0, gzip | GZIP",
                "*;q=0, gzip | GZIP",
                "*;q=0, identity | IDENTITY",
                "*;q=0, identity;q=0.1, br | BROTLI",
                "identity;q=0 | none",
                "*;q=0 | none",
                "identity;q=0, * | none",
                "identity;q=0, deflate | none",
                "gzip;q=0, br;q=0, identity;q=0 | none",
                "identity;q=0.0, gzip;q=0.000 | none",
                // what is malformed says nothing
                "gzip;level=9 | IDENTITY",
                "gzip;level=9;q=0 | IDENTITY",
                "gzip;q=1;level=9 | IDENTITY",
                "gzip; | IDENTITY",
                "gzip;q=2 | IDENTITY",
                "gzip;q= | IDENTITY",
                "gzip;q=0.1234 | IDENTITY",
                "gzip;q=1.001 | IDENTITY",
                "gzip;q=-1 | IDENTITY",
                "gzip;q=.5 | IDENTITY",
                "gzip;q=0,5 | IDENTITY",
                "gzip;q=abc, br | BROTLI",
                "identity;q=zero | IDENTITY",
                ";q=1 | IDENTITY",
            })
    void choosesWhatTheClientNamed(String field, ContentEncoding encoding) {
        assertThat(AcceptEncoding.choose(field, ALL)).isEqualTo(encoding);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br, gzip", "*", "", "identity"})
    void givesIdentityWhereThereIsNothingElse(String field) {
        assertThat(AcceptEncoding.choose(field, PLAIN)).isEqualTo(ContentEncoding.IDENTITY);
    }

    @Test
    void neverGivesWhatIsNotThere() {
        assertThat(AcceptEncoding.choose("br, gzip;q=0.1", GZIPPED)).isEqualTo(ContentEncoding.GZIP);
        assertThat(AcceptEncoding.choose("br", GZIPPED)).isEqualTo(ContentEncoding.IDENTITY);
        assertThat(AcceptEncoding.choose("identity;q=0, br", GZIPPED)).isNull();
        assertThat(AcceptEncoding.choose("identity;q=0, gzip", PLAIN)).isNull();
        assertThat(AcceptEncoding.choose("gzip, identity;q=0", PLAIN)).isNull();
    }

    @Test
    void prefersTheTightestAmongEqualsInWhateverOrderTheyAreNamed() {
        assertThat(AcceptEncoding.choose("gzip, br", ALL)).isEqualTo(ContentEncoding.BROTLI);
        assertThat(AcceptEncoding.choose("br, gzip", ALL)).isEqualTo(ContentEncoding.BROTLI);
    }

    @Test
    void readsALongFieldOnce() {
        String many = "x,".repeat(8_000) + "gzip";

        assertThat(AcceptEncoding.choose(many, ALL)).isEqualTo(ContentEncoding.GZIP);
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
            ContentEncoding encoding = AcceptEncoding.choose(String.join(",", some), ALL);

            boolean isNamed = encoding == null
                    || encoding == ContentEncoding.IDENTITY
                    || Arrays.stream(some).anyMatch(each -> each.contains(encoding.token()) && !each.endsWith("q=0"));
            assertThat(isNamed).as(Arrays.toString(some)).isTrue();
        }
    }
}
