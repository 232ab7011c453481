package dev.gyre.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tests of gyre.js, which are written for Node's own test runner. */
class NodeTest {

    private static final Path TESTS = Path.of("src", "test", "js", "gyre.test.mjs");

    @Test
    void theClientKeepsItsPromises(@TempDir Path folder) throws Exception {
        requireNode(folder);

        Path report = folder.resolve("report");
        Process node = start(report, "node", "--test", TESTS.toString());

        assertThat(node.waitFor(120, TimeUnit.SECONDS)).as("node has ended").isTrue();
        String output = Files.readString(report, UTF_8);
        assertThat(node.exitValue()).as(output).isZero();
        assertThat(output).containsPattern("pass \\d\\d");
    }

    private static void requireNode(Path folder) throws InterruptedException {
        boolean found;
        try {
            Process node = start(folder.resolve("version"), "node", "--version");
            found = node.waitFor(60, TimeUnit.SECONDS) && node.exitValue() == 0;
        } catch (IOException e) {
            found = false;
        }
        if (!found && "required".equals(System.getProperty("gyre.node"))) {
            fail("node: not found (expected: Node 18 or newer on the path, for -Dgyre.node=required)");
        }
        assumeTrue(found, "the tests of gyre.js did NOT run: there is no node on the path");
    }

    private static Process start(Path output, String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }
}
