package dev.gyre.window.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.window.kit.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What pages have stored goes with its folder. */
class TemporaryFolderTest {

    @Test
    void goesWithAllThatIsInIt() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (Log log = Log.of(TemporaryFolder.class.getName())) {
            TemporaryFolder folder = TemporaryFolder.create("test");
            Path path = folder.path();
            Files.writeString(Files.createDirectories(path.resolve("a/b")).resolve("c"), "stored");

            assertThat(path).hasParentRaw(temporary);
            assertThat(path.getFileName().toString()).startsWith("gyre-test-");
            folder.close();
            folder.close();

            assertThat(path).doesNotExist();
            assertThat(log.waiting()).isZero();
        }
    }
}
