package dev.gyre.ipc.bindgen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The generator is for builds: no room depends on it. */
class ApartTest {

    private static final Path ROOT = Path.of("..", "..");

    /** A build may call the goal; that is a plugin and no dependency. */
    private static final Pattern DEPENDENCY =
            Pattern.compile("<dependency>(?:(?!</dependency>).)*gyre-ipc-bindgen", Pattern.DOTALL);

    @Test
    void noOtherRoomDependsOnIt() throws IOException {
        try (Stream<Path> files =
                Files.find(ROOT, 3, (path, attributes) -> path.endsWith("pom.xml") && attributes.isRegularFile())) {
            assertThat(files.filter(path -> !path.equals(ROOT.resolve("ipc/bindgen/pom.xml"))))
                    .hasSizeGreaterThan(4)
                    .noneMatch(ApartTest::dependsOnTheGenerator);
        }
    }

    private static boolean dependsOnTheGenerator(Path pom) {
        try {
            return DEPENDENCY.matcher(Files.readString(pom)).find();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
