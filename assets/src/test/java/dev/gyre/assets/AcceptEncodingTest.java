package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AcceptEncodingTest {

    private static final Set<ContentEncoding> ALL = EnumSet.allOf(ContentEncoding.class);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip, deflate, br, zstd          | BROTLI",
                // JavaFX's WebView
                "gzip, inflate                    | GZIP",
                "gzip                             | GZIP",
                "x-gzip                           | GZIP",
                "GZIP;Q=1                         | GZIP",
                "br;q=0.5, gzip;q=0.8             | GZIP",
                "br;q=0.8,gzip;q=0.8              | BROTLI",
                "br;q=0.001                       | BROTLI",
                "br;q=0, gzip;q=0                 | IDENTITY",
                "identity;q=0.5, gzip;q=0.4       | IDENTITY",
                "identity, gzip                   | GZIP",
                // what Chromium sends for media
                "identity;q=1, *;q=0              | IDENTITY",
                "*                                | IDENTITY",
                "*;q=1, gzip;q=0                  | IDENTITY",
                "*;q=0, gzip                      | GZIP",
                "identity;q=0, gzip               | GZIP",
                "identity;q=0, *                  | ",
                "identity;q=0                     | ",
                "*;q=0                            | ",
                "zstd                             | IDENTITY",
                "''                               | IDENTITY",
                ",, ,                             | IDENTITY",
                "gzip;q=2                         | IDENTITY",
                "gzip;q=-1                        | IDENTITY",
                "gzip;q=0.1234                    | IDENTITY",
                "gzip;q=                          | IDENTITY",
                "gzip;level=9                     | IDENTITY",
                "gzipped, brr                     | IDENTITY",
                "gzip ; q=0.5                     | GZIP",
            })
    void choosesWhatTheClientNamesAndPrefers(String field, ContentEncoding chosen) {
        assertThat(AcceptEncoding.choose(field, ALL)).isEqualTo(chosen);
    }

    @Test
    void sendsNothingPackedToAClientThatNamesNothing() {
        assertThat(AcceptEncoding.choose(null, ALL)).isEqualTo(ContentEncoding.IDENTITY);
    }

    @Test
    void choosesAmongWhatThereIs() {
        Set<ContentEncoding> plain = EnumSet.of(ContentEncoding.IDENTITY);

        assertThat(AcceptEncoding.choose("gzip, br", plain)).isEqualTo(ContentEncoding.IDENTITY);
        assertThat(AcceptEncoding.choose("gzip, identity;q=0", plain)).isNull();
    }
}
