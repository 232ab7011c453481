package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BundleMediaTypeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "text/html; charset=utf-8",
                "text/html;charset=UTF-8",
                "application/geo+json",
                "a/b; x=1; y-z=A.b+c_d",
                "!#$&^_.+-/x"
            })
    void takesTypesWithParameters(String text) {
        assertThat(BundleMediaType.isOne(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b; x=",
                "a/b; =1",
                "a/b; x",
                "a/b;  x=1",
                "a/b ; x=1",
                "a/b; x=1;",
                "A/b",
                "a/b; X=1",
                "a/b/c",
                "a;b/c",
                "a/b; x=1\n",
                "a/b; x=\u212a",
                "a/b; x=1 2"
            })
    void refusesWhatCouldEndAField(String text) {
        assertThat(BundleMediaType.isOne(text)).isFalse();
    }
}
