package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HashedNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app.3f2a9c1b.js",
                "/app.3f2a9c1b.js.map",
                "/assets/index-BxY12abC.js",
                "/assets/index-B2H3sXNv.css",
                "/chunk-5WBFV7EI.js",
                "/assets/main-Ch7_j-JJ.js",
                "/static/js/main.a1b2c3d4e5f60718293a.chunk-9f8e7d6c5b4a3210.js",
                "/logo.8d41d8cd98f00b204e9800998ecf8427e.svg",
                "/a-0a0a0a0a.wasm",
            })
    void knowsWhatBundlersWrite(String path) {
        assertThat(HashedNames.isHashed(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/app.js",
                "/3f2a9c1b.js",
                "/-3f2a9c1b.js",
                "/3f2a9c1b/app.js",
                "/app.3f2a9c1/x.js",
                "/app.3f2a9c1.js",
                "/app3f2a9c1b.js",
                "/app.3f2a9c1b",
                "/app.3F2A9C1B0.js",
                "/my-component.js",
                "/report-20240101.js",
                "/words.deadbeef.js",
                "/lib.version2.js",
                "/app-Windows10.js",
                "/app-DataTabl.js",
                "/jquery-3.7.1.min.js",
                "/x-A1b2+3d4.js",
                "/doc-123e4567-e89b-12d3-a456-42661417400a.pdf",
                "/a.map",
                "/.map",
                "/.3f2a9c1b.js",
            })
    void takesNothingElseForAHash(String path) {
        assertThat(HashedNames.isHashed(path)).isFalse();
    }
}
