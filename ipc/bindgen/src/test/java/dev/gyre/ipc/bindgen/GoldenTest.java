package dev.gyre.ipc.bindgen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.ipc.bindgen.example.Clock;
import dev.gyre.ipc.bindgen.example.Files;
import dev.gyre.ipc.bindgen.example.Models;
import dev.gyre.ipc.bindgen.example.Stock;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenTest {

    static Stream<Arguments> modules() {
        String here = "./client.js";
        return Stream.of(
                Arguments.of("all.ts", Examples.all()),
                Arguments.of("files.ts", Examples.services(Files.class)),
                Arguments.of("events.ts", Examples.events(Stock.class)),
                Arguments.of(
                        "clock.ts",
                        new Options(
                                List.of(Clock.class.getName()),
                                List.of(Clock.class.getName()),
                                List.of(Examples.SOURCES),
                                here)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("modules")
    void writesTheGoldenModule(String name, Options options) throws IOException {
        assertThat(Examples.generate(options)).isEqualTo(golden(name));
    }

    @Test
    void writesTheSameWhateverTheOrderOfOptions() {
        List<String> services = List.of(Clock.class.getName(), Files.class.getName(), Models.class.getName());
        List<String> reversed = new java.util.ArrayList<>(services);
        Collections.reverse(reversed);

        assertThat(Examples.generate(new Options(reversed, List.of(), List.of(), Options.GYRE)))
                .isEqualTo(Examples.generate(new Options(services, List.of(), List.of(), Options.GYRE)));
    }

    @Test
    void leavesJavadocOutWithoutSources() {
        assertThat(Examples.generate(Examples.services(Stock.class))).doesNotContain("Two models of one name");
    }

    static String golden(String name) throws IOException {
        try (InputStream file = GoldenTest.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), UTF_8).replace("\r\n", "\n");
        }
    }
}
