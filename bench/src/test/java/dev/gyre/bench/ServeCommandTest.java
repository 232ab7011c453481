package dev.gyre.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.gyre.bench.serve.ServeRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server benchmark with real servers, too short to measure anything. */
final class ServeCommandTest {

    @TempDir
    private Path results;

    @BeforeAll
    static void requirePrograms() {
        if (!ServeRun.isPossible()) {
            String message = "SERVER BENCHMARK DID NOT RUN: no wrk or no nginx on the PATH";
            System.getLogger(ServeCommandTest.class.getName()).log(System.Logger.Level.ERROR, message);
            abort(message);
        }
    }

    @Test
    void loadsEveryServerWithTheSameFileAndFields() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ServeArguments quick =
                ServeArguments.parse(List.of("--quick", "--only", "1 KiB", "--results", results.toString()));

        new ServeCommand(
                        quick,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(PrintStream.nullOutputStream()))
                .run();

        String tables = out.toString(StandardCharsets.UTF_8);
        assertThat(tables).startsWith("**quick: not a measurement**\n");
        assertThat(quick.scenarios().get(0).arms())
                .allSatisfy(arm -> assertThat(tables).contains("| 1 KiB | " + arm + " | "));
        assertThat(results).isNotEmptyDirectory();
    }
}
