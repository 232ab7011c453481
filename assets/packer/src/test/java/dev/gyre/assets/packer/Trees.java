package dev.gyre.assets.packer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Folders to pack. */
final class Trees {

    /** Where the runtime's tests read their bundle from, and the files that are in it. */
    static final Path GOLDEN = Path.of("..", "src", "test", "resources", "dev", "gyre", "assets");

    private Trees() {}

    static void write(Path root, String path, byte[] bytes) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    static void write(Path root, String path, String text) throws IOException {
        write(root, path, text.getBytes(UTF_8));
    }

    static byte[] noise(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
