package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PageNamesTest {

    @ParameterizedTest
    @CsvSource({
        "/index.html, /",
        "/docs/index.html, /docs/",
        "/about.html, /about",
        "/docs/about.html, /docs/about",
        "/docs.html, /docs",
        "/xindex.html, /xindex",
        "/a.html.html, /a.html",
    })
    void givesAPageOneOtherName(String path, String otherName) {
        assertThat(PageNames.of(path)).isEqualTo(otherName);
        assertThat(PageNames.pageOf(otherName)).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/old.htm", "/app.js", "/.html", "/x/.html", "/html", "/index.html/x"})
    void givesNothingElseOne(String path) {
        assertThat(PageNames.of(path)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/index", "/docs/index"})
    void hasNoPageForANameThatItsFolderHas(String name) {
        assertThat(PageNames.pageOf(name)).isNull();
    }
}
