package dev.gyre.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void tellsItsUsageWithoutArguments() throws IOException {
        int status = run();

        assertThat(status).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("usage: java -jar gyre-bench.jar COMMAND\n")
                .contains("runs the stages (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 17, 19, 20, 21, 22)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "measure; command: measure (expected: stages, page, serve, windows or jmh)",
                "stages --stage 8; --stage: 8 (expected: one of 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 17, 19, 20, 21, 22)",
                "stages --stage one; --stage: one (expected: one of 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 17, 19, 20, 21, 22)",
                "stages --stage; --stage: nothing (expected: a value)",
                "stages --fast; option: --fast (expected: --quick, --stage N, --only NAME or --results DIR)",
                "page --fast; option: --fast (expected: --quick, --only WORD, --soak or --results DIR)",
                "page --only nothing; --only: nothing (expected: a part of the name of a scenario)",
                "page --only; --only: nothing (expected: a value)",
                "windows --only fox; --only: fox (expected: a part of the name of a scenario)",
                "windows --fast; option: --fast (expected: --quick, --only WORD, --natives DIR or --results DIR)"
            })
    void refusesBadArgumentsByNameAndValue(String line, String complaint) throws IOException {
        int status = run(line.split(" "));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).first().isEqualTo(complaint);
        assertThat(out.size()).isZero();
    }

    private int run(String... arguments) throws IOException {
        return new Main(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(arguments);
    }
}
