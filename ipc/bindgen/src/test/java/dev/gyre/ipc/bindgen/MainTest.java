package dev.gyre.ipc.bindgen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.ipc.bindgen.example.Stock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {

    private static final String STOCK = Stock.class.getName();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void writesTheModule() throws IOException {
        Path module = folder.resolve("web").resolve("gyre.ts");

        int code = run("--out", module.toString(), "--events", STOCK);

        assertThat(code).isZero();
        assertThat(Files.readString(module)).isEqualTo(GoldenTest.golden("events.ts"));
        assertThat(out.toString(UTF_8)).isEqualTo(module + " written" + System.lineSeparator());
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void leavesAModuleAloneThatWouldNotChange() throws IOException {
        Path module = folder.resolve("gyre.ts");
        run("--out", module.toString(), "--service", STOCK);
        FileTime before = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(module, before);

        run("--out", module.toString(), "--service", STOCK);

        assertThat(Files.getLastModifiedTime(module)).isEqualTo(before);
        assertThat(out.toString(UTF_8)).endsWith(" unchanged" + System.lineSeparator());
    }

    @Test
    void takesJavadocAndTheClientFromWhereItIsTold() throws IOException {
        Path module = folder.resolve("gyre.ts");

        run("--out", module.toString(), "--service", STOCK, "--sources", "src/test/java", "--gyre", "./client.js");

        assertThat(Files.readString(module))
                .contains("/** Two models of one name. */\nexport const Stock")
                .contains(" from \"./client.js\";");
    }

    @Test
    void tellsItsOptions() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(UTF_8)).startsWith("Usage: ").contains("--out FILE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--out a.ts                       | --service and --events: none (expected: at least one class)",
                "--service a.B                    | --out: none (expected: one file)",
                "--service a.B --out a --out b    | --out: [a, b] (expected: one file)",
                "--out                            | --out: nothing (expected: a value)",
                "--service --out a                | --service: nothing (expected: a value)",
                "--colour                         | --colour (expected: one of the options that --help tells)",
            })
    void refusesACommandLineItDoesNotUnderstand(String line, String message) {
        assertThat(run(line.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString(UTF_8)).isEqualTo(message + System.lineSeparator());
    }

    @Test
    void failsWithoutWritingIfAClassIsUnknown() {
        Path module = folder.resolve("gyre.ts");

        assertThat(run("--out", module.toString(), "--service", "a.B")).isEqualTo(1);

        assertThat(err.toString(UTF_8))
                .isEqualTo("service: a.B (expected: a class on the class path)" + System.lineSeparator());
        assertThat(module).doesNotExist();
    }

    @Test
    void failsIfTheFileCannotBeWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(run("--out", file.resolve("gyre.ts").toString(), "--service", STOCK))
                .isEqualTo(1);

        assertThat(err.toString(UTF_8)).startsWith("out: ").contains(" cannot be written: ");
    }

    private int run(String... arguments) {
        return Main.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), arguments);
    }
}
