package dev.gyre.assets.packer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packer is for builds: no room depends on it or on what it packs with, but the one that measures it. */
class ApartTest {

    private static final Path ROOT = Path.of("..", "..");

    /** A build may call the goal; that is a plugin and no dependency. The root's list of versions is none either. */
    private static final Pattern DEPENDENCY =
            Pattern.compile("<dependency>(?:(?!</dependency>).)*(?:gyre-assets-packer|brotli4j|jzlib)", Pattern.DOTALL);

    private static final List<Path> MAY =
            List.of(ROOT.resolve("pom.xml"), ROOT.resolve("assets/packer/pom.xml"), ROOT.resolve("bench/pom.xml"));

    @Test
    void noOtherRoomDependsOnIt() throws IOException {
        try (Stream<Path> files =
                Files.find(ROOT, 3, (path, attributes) -> path.endsWith("pom.xml") && attributes.isRegularFile())) {
            assertThat(files.filter(path -> !MAY.contains(path)))
                    .hasSizeGreaterThan(4)
                    .noneMatch(ApartTest::dependsOnThePacker);
        }
    }

    private static boolean dependsOnThePacker(Path pom) {
        try {
            return DEPENDENCY.matcher(Files.readString(pom)).find();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
