package dev.gyre.assets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The bundle that the packer's tests make and these read, and the files in it. */
final class Golden {

    private static final Path HERE = Path.of("src/test/resources/dev/gyre/assets");
    private static final Path FILES = HERE.resolve("golden");

    private Golden() {}

    static byte[] bundle() throws IOException {
        return Files.readAllBytes(HERE.resolve("golden.gyre"));
    }

    /** Contents by path. */
    static Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(FILES)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put("/" + FILES.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return files;
    }
}
