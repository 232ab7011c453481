package dev.gyre.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.assets.AssetBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** This module resolves what every application resolves: the tools of the build add not a byte to it. */
final class ClosureTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.gyre.assets.packer.Main",
                "dev.gyre.ipc.bindgen.Main",
                "com.aayushatharva.brotli4j.Brotli4jLoader",
                "com.aayushatharva.brotli4j.service.BrotliNativeProvider",
                "com.jcraft.jzlib.Deflater",
                "org.apache.maven.plugin.AbstractMojo"
            })
    void knowsNoToolOfTheBuild(String type) {
        assertThatThrownBy(() -> Class.forName(type)).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void knowsTheReaderOfWhatTheyMake() {
        assertThat(AssetBundle.class.getName()).isEqualTo("dev.gyre.assets.AssetBundle");
    }
}
